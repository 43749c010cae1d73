using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using SeqGen.Generator.Layers;
using SeqGen.Generator.Model;
using SeqGen.Tests.Support;
using Xunit;

namespace SeqGen.Tests.Documentation;

/// <summary>The matrix of layers in README.md says what the generator does.</summary>
public sealed class LayerMatrixTests
{
    // What changes what becomes of a mask.
    private static readonly (string Name, string Value)[] s_maskOptions = [("ReturnSequences", "true"), ("MaskZero", "true"), ("Trainable", "false")];

    // What changes whether a layer can take one timestep at a time.
    private static readonly (string Name, string Value)[] s_streamOptions =
    [
        ("Direction", "Direction.Reverse"), ("Padding", "Padding.Same"), ("Running", "RunningPool.Window"),
    ];

    [Fact]
    public void Matrix_is_what_the_generator_does()
    {
        var matrix = new StringBuilder("| Layer | Options | Trained | Code for one sample | Streaming | Mask |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (string kind in LayerCatalog.Layers.Keys)
        {
            LayerPlan layer = PlanOf(kind, "");
            matrix.Append($"| `{kind}` | {Options(kind)} | {Trained(layer)} | {SingleSample(kind, layer)} | {Streaming(kind, layer)} | {Mask(kind, layer)} |\n");
        }
        GeneratedText.Check("README.md", "matrix", matrix.ToString());
    }

    private static Type Attribute(string kind) => typeof(LayerAttribute).Assembly.GetType($"SeqGen.{kind}Attribute", throwOnError: true)!;

    private static bool Has(string kind, string option) => Attribute(kind).GetProperty(option) is { CanWrite: true };

    // Without those that every layer has. A layer's own come first.
    private static string Options(string kind)
    {
        string[] names =
        [
            .. Attribute(kind).GetProperties().Where(option => option.CanWrite && option.DeclaringType != typeof(LayerAttribute)).Select(option => option.Name),
        ];
        bool hasInitializers = names.Any(IsInitializer), hasPenalties = names.Any(IsPenalty);
        return string.Join(", ", names.Where(name => !IsInitializer(name) && !IsPenalty(name)).Select(name => $"`{name}`")
            .Concat(hasInitializers ? ["initializers"] : []).Concat(hasPenalties ? ["penalties"] : []));

        static bool IsInitializer(string name) => name.Contains("Initializer", StringComparison.Ordinal);
        static bool IsPenalty(string name) => name.EndsWith("L1", StringComparison.Ordinal) || name.EndsWith("L2", StringComparison.Ordinal);
    }

    private static string Trained(LayerPlan layer)
    {
        string tensors = string.Join(", ", layer.Parameters.Where(tensor => tensor.Trainable).Select(tensor => tensor.Name.Split('/')[^1]));
        return layer.Spec.IsForTrainingOnly ? "acts in training only" : tensors.Length > 0 ? tensors : "nothing of its own";
    }

    private static string SingleSample(string kind, LayerPlan layer)
    {
        bool exceptSoftmax = Has(kind, "Activation") && !PlanOf(kind, "Activation = Activation.Softmax").HasInference;
        return !layer.HasInference ? "no" : !layer.WritesInference ? "needs none" : exceptSoftmax ? "yes, not with softmax" : "yes";
    }

    private static string Streaming(string kind, LayerPlan layer)
    {
        bool streams = Streams(layer);
        string[] others =
        [
            .. from option in s_streamOptions
               where Has(kind, option.Name) && Streams(PlanOf(kind, $"{option.Name} = {option.Value}")) != streams
               select $"`{option.Name} = {option.Value}`",
        ];
        return streams ? others.Length == 0 ? "yes" : $"yes, not with {others[0]}"
            : others.Length == 0 ? "behind the sequence" : $"with {others[0]}";
    }

    private static bool Streams(LayerPlan layer) => layer.HasInference && layer.Spec.FindStreamProblem(layer.Input.Shape) is null;

    private static string Mask(string kind, LayerPlan layer)
    {
        string usual = MaskOf(kind, layer);
        IEnumerable<string> others =
            from option in s_maskOptions
            where Has(kind, option.Name)
            let other = MaskOf(kind, PlanOf(kind, $"{option.Name} = {option.Value}"))
            where other != usual
            select $"{other} with `{option.Name} = {option.Value}`";
        return string.Join("; ", others.Prepend(usual));
    }

    private static string MaskOf(string kind, LayerPlan layer) => (layer.Input.HasMask, layer.Spec.UsesMask, layer.Output.HasMask) switch
    {
        _ when kind == "Masking" && layer.Output.HasMask => "makes it",
        (false, _, true) => "makes it",
        (false, _, false) => "gets none",
        (true, true, true) => "uses and passes it",
        (true, true, false) => "uses it",
        (true, false, true) => "passes it",
        (true, false, false) => "ends it",
    };

    // After a mask where it can stand there, on a vector, or on tokens.
    private static LayerPlan PlanOf(string kind, string options)
    {
        ConstructorInfo constructor = Attribute(kind).GetConstructors().OrderBy(candidate => -candidate.GetParameters().Length).First();
        IEnumerable<string> arguments = constructor.GetParameters().Select(parameter => (parameter.Name, parameter.ParameterType.Name) switch
        {
            ("timesteps", _) => "3",
            ("features", _) => "8",
            (_, "Int32") => "2",
            (_, "Single") => "0.5f",
            (_, "Activation") => "Activation.Relu",
            _ => throw new NotSupportedException($"{kind} takes {parameter}"),
        });
        string layer = $"[{kind}({string.Join(", ", options.Length == 0 ? arguments : arguments.Append(options))})]";
        string[] before = ["[SequenceModel(6, 4)] [Masking(0)]", "[SequenceModel(6, 4)] [Flatten]", "[SequenceModel(6)]"];
        CSharpCompilation compilation = ModelCompiler.Compile(
            "using SeqGen;\n" + string.Join('\n', before.Select((text, index) => $"{text} {layer} public partial class Model{index};")));
        ModelPlan plan = before.Select((_, index) => ModelCompiler.Plan(compilation, $"Model{index}")).First(plan => plan.Errors.Count == 0);
        return plan.Layers[^1];
    }
}
