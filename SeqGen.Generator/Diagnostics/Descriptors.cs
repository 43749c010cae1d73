using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace SeqGen.Generator.Diagnostics;

/// <summary>The diagnostics of models: 0xx declarations and options, 1xx shapes, 2xx size. 3xx, real time, is apart.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "SEQGEN001", "A sequence model must be partial", "Model '{0}' is not partial, so that no code can be added to it; add the partial modifier");

    public static readonly DiagnosticDescriptor NoLayers = Error(
        "SEQGEN002", "A sequence model needs layers", "Model '{0}' has no layers; add some under [SequenceModel], as [Lstm(32)] [Dense(1)]");

    public static readonly DiagnosticDescriptor SplitLayers = Error(
        "SEQGEN003", "Layers must stand on one declaration",
        "{0} stands on another declaration of '{1}' than [SequenceModel], which leaves the order of the layers open; move all layers under [SequenceModel]");

    public static readonly DiagnosticDescriptor ContainingNotPartial = Error(
        "SEQGEN004", "Types around a sequence model must be partial", "Model '{0}' is nested in '{1}', which is not partial; add the partial modifier to '{1}'");

    public static readonly DiagnosticDescriptor Unsupported = Error(
        "SEQGEN005", "This kind of class cannot be a sequence model", "Model '{0}' {1}; {2}");

    public static readonly DiagnosticDescriptor LayerWithoutModel = Error(
        "SEQGEN006", "A layer needs a sequence model", "{0} does nothing on '{1}', which has no [SequenceModel(timesteps, features)]; add it above the layers");

    public static readonly DiagnosticDescriptor BadRate = Error(
        "SEQGEN007", "A dropout rate must lie in [0, 1)", "{0} has {1} = {2}; a rate lies in [0, 1), as 0.1f for one value in ten");

    public static readonly DiagnosticDescriptor UnknownValue = Error(
        "SEQGEN008", "Unknown enum value", "{0} has {1} = {2}, which is no value of {3}; choose one of {4}");

    public static readonly DiagnosticDescriptor BadName = Error(
        "SEQGEN009", "Layer names must be usable and unique", "{0} has the name '{1}', which {2}; choose another");

    public static readonly DiagnosticDescriptor MemberTaken = Error(
        "SEQGEN010", "Members of a sequence model are generated", "Model '{0}' has a member '{1}' of its own, a name that generated members have; {2}");

    public static readonly DiagnosticDescriptor ConstructorSkipsSeed = Error(
        "SEQGEN011", "Constructors of a sequence model call the generated one",
        "Model '{0}' has a constructor that leaves its parameters unset; let it call the generated one, as ': this(seed)'");

    public static readonly DiagnosticDescriptor BadNumber = Error(
        "SEQGEN012", "This number is out of its range", "{0} has {1} = {2}; it must be finite, and a penalty 0 or more");

    public static readonly DiagnosticDescriptor NeedsSequence = Error(
        "SEQGEN101", "This layer takes a sequence", "{0} takes [timesteps, features] but {1} gives {2}; {3}");

    public static readonly DiagnosticDescriptor NotPositive = Error(
        "SEQGEN102", "Sizes must be positive", "{0} has {1} = {2}; a size is 1 or more");

    public static readonly DiagnosticDescriptor EveryTimestep = new(
        "SEQGEN103", "Dense ends the model at every timestep",
        "{0} works at every timestep, because {1} gives {2}: the model gives {3}; if one output a sample is meant, remove ReturnSequences or add Flatten",
        "SeqGen", DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: HelpLink.Of("SEQGEN103"));

    public static readonly DiagnosticDescriptor NeedsEmbedding = Error(
        "SEQGEN104", "A model of tokens begins with an embedding",
        "{0} takes [timesteps, features] but the input is tokens; begin with Embedding(vocabulary, dimensions), or write [SequenceModel(timesteps, features)]");

    public static readonly DiagnosticDescriptor NeedsTokens = Error(
        "SEQGEN105", "An embedding takes tokens",
        "{0} takes tokens, which only the input can be; make it the first layer and write [SequenceModel(timesteps)]");

    public static readonly DiagnosticDescriptor DropsMask = new(
        "SEQGEN106", "This layer does not know padding",
        "{0} does not know which timesteps are padding: from here on they count like the others; use a layer that does, or pad with values that do no harm",
        "SeqGen", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: HelpLink.Of("SEQGEN106"));

    public static readonly DiagnosticDescriptor KernelTooLong = Error(
        "SEQGEN110", "The kernel is longer than its input", "{0} takes {1} but {2} gives {3}; {4}");

    public static readonly DiagnosticDescriptor GroupsDoNotDivide = Error(
        "SEQGEN111", "Groups must divide features and filters",
        "{0} has Groups = {1}, which does not divide both the features of {2}, which gives {3}, and its {4} filters; {5}");

    public static readonly DiagnosticDescriptor NothingLeft = Error(
        "SEQGEN120", "A pool must fit its input",
        "{0} pools {1} timesteps but {2} gives {3}, of which nothing is left; make the pool {4} or smaller, or set Padding = Padding.Same");

    public static readonly DiagnosticDescriptor NeedsVector = Error(
        "SEQGEN121", "This layer takes a vector", "{0} takes [features] but {1} gives {2}; {3}");

    public static readonly DiagnosticDescriptor BadReshape = Error(
        "SEQGEN122", "Reshape must keep the number of values", "{0} gives {1}, {2} values, but {3} gives {4}, {5} values; choose sizes whose product is {5}");

    public static readonly DiagnosticDescriptor CausalPooling = Error(
        "SEQGEN123", "Pooling has no causal padding", "{0} has Padding = Padding.Causal, which pooling does not have; choose Valid or Same");

    public static readonly DiagnosticDescriptor BadSetting = Error(
        "SEQGEN124", "This setting is out of its range", "{0} has {1} = {2}; it must be {3}");

    public static readonly DiagnosticDescriptor DoesNothing = Error(
        "SEQGEN125", "This setting does nothing", "{0} has {1}, which does nothing: {2}; {3}");

    public static readonly DiagnosticDescriptor NotStreaming = Error(
        "SEQGEN130", "The model cannot go one timestep at a time", "{0} {1}, so that the model cannot stream; {2}, or remove {3}");

    public static readonly DiagnosticDescriptor NotCarried = Error(
        "SEQGEN131", "Training cannot carry the past of this layer", "{0} {1}, so that streams cannot be trained in chunks; {2}, or remove TruncatedBptt");

    public static readonly DiagnosticDescriptor TooManyParameters = Error(
        "SEQGEN201", "The model is too large", "{0} brings the model to {1} parameters; at most {2} are supported; use fewer units");

    public static readonly DiagnosticDescriptor TooMuchMemory = Error(
        "SEQGEN202", "The model needs too much memory",
        "{0} brings {1} to {2} values; at most {3} are supported; use fewer timesteps or units");

    public static readonly ImmutableArray<DiagnosticDescriptor> OfModels =
    [
        NotPartial, NoLayers, SplitLayers, ContainingNotPartial, Unsupported, LayerWithoutModel, BadRate, UnknownValue, BadName,
        MemberTaken, ConstructorSkipsSeed, BadNumber, NeedsSequence, NotPositive, EveryTimestep, NeedsEmbedding, NeedsTokens, DropsMask,
        KernelTooLong, GroupsDoNotDivide, NothingLeft, NeedsVector, BadReshape, CausalPooling, BadSetting, DoesNothing,
        NotStreaming, NotCarried, TooManyParameters, TooMuchMemory,
    ];

    public static readonly ImmutableArray<DiagnosticDescriptor> All = [.. OfModels, .. RealtimeDescriptors.All];

    /// <summary>Those of a class to which nothing can be added, not even members that throw.</summary>
    public static readonly ImmutableHashSet<string> Closing = [NotPartial.Id, ContainingNotPartial.Id, Unsupported.Id, MemberTaken.Id];

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = All.ToDictionary(descriptor => descriptor.Id);

    public static DiagnosticDescriptor Of(string id) => ById[id];

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "SeqGen", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink.Of(id));
}
