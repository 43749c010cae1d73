using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Xunit;

namespace SeqGen.Tests.Support;

/// <summary>Models declared as text, compiled together and run by their index.</summary>
internal sealed class CompiledModels
{
    private static readonly MethodInfo s_predict = typeof(CompiledModels).GetMethod(nameof(PredictModel), BindingFlags.Static | BindingFlags.NonPublic)!;

    private static readonly MethodInfo s_predictTokens = typeof(CompiledModels).GetMethod(nameof(PredictTokenModel), BindingFlags.Static | BindingFlags.NonPublic)!;

    private readonly Assembly _assembly;

    private delegate void TokenPrediction(ReadOnlySpan<int> input, Span<float> output);

    /// <param name="attributes">Of each model, in C#.</param>
    internal CompiledModels(params IEnumerable<string> attributes)
    {
        IEnumerable<string> models = attributes.Select((text, index) => $"{text} public partial class Model{index};");
        _assembly = ModelCompiler.Load(ModelCompiler.Generate(ModelCompiler.Compile("using SeqGen;\n" + string.Join('\n', models))));
    }

    /// <summary>The outputs of one or more samples, of which single samples and a batch have to give the same bits.</summary>
    internal float[] Predict(int index, float[] parameters, float[] inputs)
    {
        Type type = _assembly.GetType($"Model{index}", throwOnError: true)!;
        return (float[])s_predict.MakeGenericMethod(type).Invoke(null, [parameters, inputs])!;
    }

    /// <summary>The outputs of one sample of tokens.</summary>
    internal float[] Predict(int index, float[] parameters, int[] tokens)
    {
        Type type = _assembly.GetType($"Model{index}", throwOnError: true)!;
        return (float[])s_predictTokens.MakeGenericMethod(type).Invoke(null, [parameters, tokens])!;
    }

    private static float[] PredictTokenModel<TModel>(float[] parameters, int[] tokens) where TModel : class, ISequenceModel<TModel>
    {
        var model = (TModel)Activator.CreateInstance(typeof(TModel), 0)!;
        Assert.Equal(parameters.Length, TModel.ParameterCount);
        parameters.CopyTo(model.Parameters);
        float[] outputs = new float[TModel.OutputLength];
        typeof(TModel).GetMethod("Predict", [typeof(ReadOnlySpan<int>), typeof(Span<float>)])!.CreateDelegate<TokenPrediction>(model)(tokens, outputs);
        return outputs;
    }

    private static float[] PredictModel<TModel>(float[] parameters, float[] inputs) where TModel : class, ISequenceModel<TModel>
    {
        var model = (TModel)Activator.CreateInstance(typeof(TModel), 0)!;
        Assert.Equal(parameters.Length, TModel.ParameterCount);
        parameters.CopyTo(model.Parameters);
        int length = TModel.Timesteps * TModel.Features, samples = Math.DivRem(inputs.Length, length, out int rest);
        Assert.Equal(0, rest);
        float[] single = new float[samples * TModel.OutputLength], batch = new float[single.Length];
        for (int i = 0; i < samples; i++)
        {
            model.Predict(inputs.AsSpan(i * length, length), single.AsSpan(i * TModel.OutputLength, TModel.OutputLength));
        }
        model.PredictBatch(inputs, batch);
        Assert.Equal(single.Select(BitConverter.SingleToInt32Bits), batch.Select(BitConverter.SingleToInt32Bits));
        return single;
    }
}
