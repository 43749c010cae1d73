using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>SEQGEN0xx: how a model is declared, and the options of its layers.</summary>
public sealed class DeclarationDiagnosticTests
{
    [Fact]
    public void SEQGEN001_class_is_not_partial() => ConsumerBuild.Expect(
        "[SequenceModel(7, 1), Lstm(4)] public class «M»;",
        "SEQGEN001: Model 'M' is not partial, so that no code can be added to it; add the partial modifier").IsClean();

    [Fact]
    public void SEQGEN002_class_has_no_layers() => ConsumerBuild.Expect(
        "[«SequenceModel(7, 1)»] public partial class M;",
        "SEQGEN002: Model 'M' has no layers; add some under [SequenceModel], as [Lstm(32)] [Dense(1)]").IsClean();

    [Fact]
    public void SEQGEN003_layers_stand_on_two_declarations() => ConsumerBuild.Expect(
        "[SequenceModel(7, 1), Lstm(4)] partial class M; [«Dense(1)»] partial class M;",
        "SEQGEN003: Layer Dense stands on another declaration of 'M' than [SequenceModel], which leaves the order of the layers open; "
        + "move all layers under [SequenceModel]").IsClean();

    [Fact]
    public void SEQGEN003_layers_stand_before_the_declaration_of_the_model() => ConsumerBuild.Expect(
        "[«Lstm(4)»] partial class M; [SequenceModel(7, 1)] [Dense(1)] partial class M;", "SEQGEN003").IsClean();

    [Fact]
    public void SEQGEN004_outer_class_is_not_partial() => ConsumerBuild.Expect(
        "class Outer { [SequenceModel(7, 1), Lstm(4)] partial class «M»; }",
        "SEQGEN004: Model 'M' is nested in 'Outer', which is not partial; add the partial modifier to 'Outer'").IsClean();

    [Fact]
    public void SEQGEN004_every_outer_class_that_is_not_partial_is_named() => ConsumerBuild.Expect(
        "class A { partial class B { struct C { [SequenceModel(7, 1), Lstm(4)] partial class «M»; } } }",
        "SEQGEN004: Model 'M' is nested in 'C', which is not partial; add the partial modifier to 'C'",
        "SEQGEN004: Model 'M' is nested in 'A', which is not partial; add the partial modifier to 'A'").IsClean();

    [Fact]
    public void SEQGEN005_class_is_static() => ConsumerBuild.Expect(
        "[SequenceModel(7, 1), Lstm(4)] static partial class «M»;",
        "SEQGEN005: Model 'M' is static; a model holds parameters; remove the static modifier").IsClean();

    [Fact]
    public void SEQGEN005_class_is_local_to_its_file() => ConsumerBuild.Expect(
        "[SequenceModel(7, 1), Lstm(4)] file partial class «M»;",
        "SEQGEN005: Model 'M' is local to its file, where no other file can add code to it; remove the file modifier").IsClean();

    [Fact]
    public void SEQGEN005_outer_class_is_local_to_its_file() => ConsumerBuild.Expect(
        "file partial class Outer { [SequenceModel(7, 1), Lstm(4)] public partial class «M»; }",
        "SEQGEN005: Model 'M' is nested in 'Outer', which is local to its file, where no other file can add code to it; "
        + "remove the file modifier").IsClean();

    [Theory]
    [InlineData("class")]
    [InlineData("record")]
    public void SEQGEN005_class_has_a_primary_constructor(string keyword) => ConsumerBuild.Expect(
        $"[SequenceModel(7, 1), Lstm(4)] partial {keyword} «M»(int Size) {{ public int Twice => 2 * Size; }}",
        "SEQGEN005: Model 'M' has a primary constructor, which the generated constructor cannot call; "
        + "write it as an ordinary constructor that calls this(seed)").IsClean();

    [Fact]
    public void SEQGEN005_base_class_has_no_constructor_without_arguments() => ConsumerBuild.Expect(
        "class Base { protected Base(int size) { } } [SequenceModel(7, 1), Lstm(4)] partial class «M» : Base { public «M»() : base(1) { } }",
        "SEQGEN005: Model 'M' derives from 'Base', which has no constructor without arguments for the generated one to call; give 'Base' one",
        "SEQGEN011").IsClean();

    [Theory]
    [InlineData("Predict")]
    [InlineData("Summary")]
    public void SEQGEN005_class_has_the_name_of_a_generated_member(string name) => ConsumerBuild.Expect(
        $"[SequenceModel(7, 1), Lstm(4)] partial class «{name}»;",
        $"SEQGEN005: Model '{name}' has the name of a member that is generated for it; choose another name").IsClean();

    [Theory]
    [InlineData("partial class Outer<State> {", "M", "}", "State")]
    [InlineData("partial class Outer<T> {", "M<T>", "}", "T")]
    [InlineData("partial struct Outer<T> { partial class Between<T> {", "M", "} }", "T")]
    public void SEQGEN005_type_parameter_of_an_outer_class_is_hidden(string before, string name, string after, string parameter) => ConsumerBuild.Expect(
        $"#pragma warning disable CS0693\n{before} [SequenceModel(7, 1), Lstm(4)] public partial class «M»{name[1..]}; {after}",
        $"SEQGEN005: Model 'M' is nested in 'Outer', whose type parameter '{parameter}' is hidden by a type of that name within; rename one").IsClean();

    [Fact]
    public void SEQGEN005_record_has_a_copy_constructor() => ConsumerBuild.Expect(
        "[SequenceModel(7, 1), Lstm(4)] partial record «M» { protected M(M other) { } }",
        "SEQGEN005: Model 'M' has a copy constructor, which leaves the copy without parameters; remove it: a record has one").IsClean();

    [Fact]
    public void SEQGEN005_name_is_longer_than_metadata_takes()
    {
        string name = new('x', 500);
        ConsumerBuild.Expect($"namespace {name} {{ [SequenceModel(7, 1), Lstm(4)] partial class «{name}»; }}", "SEQGEN005").IsClean();
    }

    [Fact]
    public void SEQGEN006_layer_stands_on_a_class_that_is_no_model() => ConsumerBuild.Expect(
        "[«Lstm(4)», «Dense(1)»] class Plain;",
        "SEQGEN006: Layer Lstm does nothing on 'Plain', which has no [SequenceModel(timesteps, features)]; add it above the layers",
        "SEQGEN006: Layer Dense does nothing on 'Plain', which has no [SequenceModel(timesteps, features)]; add it above the layers").IsClean();

    [Theory]
    [InlineData("Lstm(4, Dropout = -0.1f)", "Lstm(4)", "Dropout", "-0.1")]
    [InlineData("Gru(4, RecurrentDropout = 1f)", "Gru(4)", "RecurrentDropout", "1")]
    [InlineData("SimpleRnn(4, Dropout = float.NaN)", "SimpleRnn(4)", "Dropout", "NaN")]
    [InlineData("Lstm(4, Dropout = float.PositiveInfinity)", "Lstm(4)", "Dropout", "Infinity")]
    [InlineData("Dropout(1.5f)", "Dropout(1.5f)", "rate", "1.5")]
    [InlineData("Dropout(float.NaN)", "Dropout(float.NaN)", "rate", "NaN")]
    public void SEQGEN007_rate_is_out_of_range(string layer, string display, string argument, string value) => ConsumerBuild.Expect(
        $"[SequenceModel(7, 1), «{layer}»] partial class M;",
        $"SEQGEN007: Layer 0, {display}, has {argument} = {value}; a rate lies in [0, 1), as 0.1f for one value in ten").IsClean();

    [Theory]
    [InlineData("Dense(4, L2 = -1f)", "Dense(4)", "L2", "-1")]
    [InlineData("Gru(4, RecurrentL1 = float.NaN)", "Gru(4)", "RecurrentL1", "NaN")]
    [InlineData("Lstm(4, BiasInitializerValue = float.PositiveInfinity)", "Lstm(4)", "BiasInitializerValue", "Infinity")]
    [InlineData("Dense(4, KernelInitializerValue = float.NaN)", "Dense(4)", "KernelInitializerValue", "NaN")]
    [InlineData("Masking(float.NaN)", "Masking(float.NaN)", "maskValue", "NaN")]
    public void SEQGEN012_number_is_out_of_range(string layer, string display, string argument, string value) => ConsumerBuild.Expect(
        $"[SequenceModel(7, 1), «{layer}»] partial class M;",
        $"SEQGEN012: Layer 0, {display}, has {argument} = {value}; it must be finite, and a penalty 0 or more");

    [Theory]
    [InlineData("Lstm(4, Merge = Merge.Sum)", "Lstm(4)", "Merge = Sum")]
    [InlineData("Gru(4, Merge = Merge.Concat, Direction = Direction.Reverse)", "Gru(4)", "Merge = Concat")]
    public void SEQGEN125_merge_of_a_layer_that_reads_one_way(string layer, string display, string setting) => ConsumerBuild.Expect(
        $"[SequenceModel(7, 1), «{layer}»] partial class M;",
        $"SEQGEN125: Layer 0, {display}, has {setting}, which does nothing: a layer that reads one way has nothing to merge; "
        + "set Direction = Direction.Bidirectional, or remove it").IsClean();

    [Theory]
    [InlineData("Dense(4, KernelInitializerValue = 2)", "Dense(4)", "Kernel", "GlorotUniform")]
    [InlineData("Lstm(4, BiasInitializerValue = 0.1f)", "Lstm(4)", "Bias", "Zeros")]
    [InlineData("Gru(4, RecurrentInitializer = Initialization.HeNormal, RecurrentInitializerValue = 1)", "Gru(4)", "Recurrent", "HeNormal")]
    [InlineData("BatchNormalization(GammaInitializerValue = 2)", "BatchNormalization", "Gamma", "Ones")]
    public void SEQGEN125_number_of_an_initializer_that_takes_none(string layer, string display, string tensor, string initializer) => ConsumerBuild.Expect(
        $"[SequenceModel(7, 1), «{layer}»] partial class M;",
        $"SEQGEN125: Layer 0, {display}, has {tensor}InitializerValue, which does nothing: {initializer} takes no number; "
        + $"choose another {tensor}Initializer, or remove it").IsClean();

    [Theory]
    [InlineData("Dense(4, UseBias = false, BiasInitializer = Initialization.Zeros)", "Dense(4)", "BiasInitializer", "UseBias = false")]
    [InlineData("Gru(4, UseBias = false, BiasL2 = 0.1f)", "Gru(4)", "BiasL2", "UseBias = false")]
    [InlineData("Lstm(4, UseBias = false, UnitForgetBias = true)", "Lstm(4)", "UnitForgetBias = true", "UseBias = false")]
    [InlineData("Conv1D(4, 2, UseBias = false, BiasL1 = 0.1f)", "Conv1D(4, 2)", "BiasL1", "UseBias = false")]
    [InlineData("LayerNormalization(Scale = false, GammaL1 = 0.1f)", "LayerNormalization", "GammaL1", "Scale = false")]
    [InlineData("BatchNormalization(Center = false, BetaInitializer = Initialization.Ones)", "BatchNormalization", "BetaInitializer", "Center = false")]
    public void SEQGEN125_option_of_a_tensor_that_is_not_there(string layer, string display, string setting, string without) => ConsumerBuild.Expect(
        $"[SequenceModel(7, 1), «{layer}»] partial class M;",
        $"SEQGEN125: Layer 0, {display}, has {setting}, which does nothing: with {without} the layer has no such tensor; remove one of the two").IsClean();

    [Fact]
    public void A_layer_without_a_bias_has_no_forget_bias() =>
        ConsumerBuild.Expect("[SequenceModel(7, 1), Lstm(4, UseBias = false, UnitForgetBias = false), Dense(1)] partial class M;").IsClean();

    [Theory]
    [InlineData("RandomNormal")]
    [InlineData("TruncatedNormal")]
    [InlineData("RandomUniform")]
    public void SEQGEN124_spread_is_negative(string initializer) => ConsumerBuild.Expect(
        $"[SequenceModel(7, 1), «Dense(4, KernelInitializer = Initialization.{initializer}, KernelInitializerValue = -1)»] partial class M;",
        $"SEQGEN124: Layer 0, Dense(4), has KernelInitializerValue = -1; it must be 0 or more for {initializer}");

    [Fact]
    public void SEQGEN008_activation_is_unknown() => ConsumerBuild.Expect(
        "[SequenceModel(7, 1), Lstm(4), «Dense(1, Activation = (Activation)99)»] partial class M;",
        "SEQGEN008: Layer 1, Dense, has Activation = 99, which is no value of Activation; choose one of "
        + "Linear, Relu, Tanh, Sigmoid, HardSigmoid, Softmax, Elu, LeakyRelu, Selu, Softplus, Softsign, Silu, Gelu, Exponential").IsClean();

    [Theory]
    [InlineData("Lstm(4, RecurrentActivation = (Activation)(-1))")]
    [InlineData("Gru(4, RecurrentActivation = (Activation)14)")]
    [InlineData("SimpleRnn(4, Activation = (Activation)int.MaxValue)")]
    public void SEQGEN008_activation_of_a_recurrent_layer_is_unknown(string layer) =>
        ConsumerBuild.Expect($"[SequenceModel(7, 1), «{layer}»] partial class M;", "SEQGEN008").IsClean();

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("encoder/kernel")]
    [InlineData("\\u0022")]
    public void SEQGEN009_name_cannot_be_used(string name) =>
        ConsumerBuild.Expect($"[SequenceModel(7, 1), «Lstm(4, Name = \"{name}\")»] partial class M;", "SEQGEN009").IsClean();

    [Fact]
    public void SEQGEN009_name_is_taken() => ConsumerBuild.Expect(
        "[SequenceModel(7, 1), Lstm(4, Name = \"x\"), «Dense(1, Name = \"x\")»] partial class M;",
        "SEQGEN009: Layer 1, Dense(1), has the name 'x', which another layer has; choose another").IsClean();

    [Fact]
    public void SEQGEN009_name_is_one_that_another_layer_has_by_default() =>
        ConsumerBuild.Expect("[SequenceModel(7, 1), Lstm(4, Name = \"dense1\"), «Dense(1)»] partial class M;", "SEQGEN009").IsClean();

    [Theory]
    [InlineData("int «Summary» => 1;", "Summary")]
    [InlineData("readonly float[] «_parameters» = { };", "_parameters")]
    [InlineData("class «Parameters»;", "Parameters")]
    [InlineData("int «Predict» { get; set; }", "Predict")]
    [InlineData("public void «Save»(string file) { }", "Save")]
    [InlineData("void «Predict»(global::System.ReadOnlySpan<float> x, global::System.Span<float> y) { }", "Predict")]
    public void SEQGEN010_member_is_taken(string member, string name) => ConsumerBuild.Expect(
        $"#pragma warning disable CS0169\n[SequenceModel(7, 1), Lstm(4)] partial class M {{ {member} }}",
        $"SEQGEN010: Model 'M' has a member '{name}' of its own, a name that generated members have; rename it").IsClean();

    [Fact]
    public void SEQGEN010_constructor_is_taken() => ConsumerBuild.Expect(
        "[SequenceModel(7, 1), Lstm(4)] partial class «M» { public M(int seed) { } }",
        "SEQGEN010: Model 'M' has a member '.ctor(int)' of its own, a name that generated members have; remove it").IsClean();

    [Fact]
    public void SEQGEN010_type_parameter_is_taken() =>
        ConsumerBuild.Expect("[SequenceModel(7, 1), Lstm(4)] partial class «M»<Features>;", "SEQGEN010").IsClean();

    [Fact]
    public void SEQGEN011_constructor_leaves_the_parameters_unset() => ConsumerBuild.Expect(
        "[SequenceModel(7, 1), Lstm(4)] partial class M { public «M»() { } public M(string s) : this(s.Length) { } }",
        "SEQGEN011: Model 'M' has a constructor that leaves its parameters unset; let it call the generated one, as ': this(seed)'").IsClean();
}
