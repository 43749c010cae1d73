using System;
using System.Collections.Generic;

namespace SeqGen;

public static partial class SequenceModel
{
    /// <summary>Writes a model's parameters as a safetensors file.</summary>
    public static void Save<TModel>(TModel model, string path, IReadOnlyDictionary<string, string>? metadata = null)
        where TModel : class, ISequenceModel<TModel> => throw new NotImplementedException();

    /// <summary>Reads parameters that <see cref="Save"/> wrote.</summary>
    public static void Load<TModel>(TModel model, string path)
        where TModel : class, ISequenceModel<TModel> => throw new NotImplementedException();
}
