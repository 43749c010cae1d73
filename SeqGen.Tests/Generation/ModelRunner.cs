using System;
using System.Linq;
using System.Reflection;
using Xunit;

namespace SeqGen.Tests.Generation;

/// <summary>Runs models that exist only at the test's run time.</summary>
internal static class ModelRunner
{
    /// <summary>Makes a model and predicts, one sample and many; the outputs are finite and not all 0.</summary>
    internal static void Run(Type model) =>
        typeof(ModelRunner).GetMethod(nameof(RunModel), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(model).Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);

    private static void RunModel<TModel>() where TModel : class, ISequenceModel<TModel>
    {
        var model = (TModel)Activator.CreateInstance(
            typeof(TModel), BindingFlags.Instance | BindingFlags.Public | BindingFlags.CreateInstance, null, [3], null)!;
        float[] input = [.. Enumerable.Range(0, TModel.Timesteps * TModel.Features).Select(i => 0.1f * (i + 1))];
        float[] one = new float[TModel.OutputLength], many = new float[5 * one.Length];
        model.Predict(input, one);
        model.PredictBatch([.. Enumerable.Repeat(input, 5).SelectMany(x => x)], many);
        Assert.All(one, value => Assert.True(float.IsFinite(value)));
        Assert.Contains(one, value => value != 0);
        Assert.Equal([.. Enumerable.Repeat(one, 5).SelectMany(x => x)], many);
        Assert.Contains(typeof(TModel).Name.Split('`')[0], TModel.Summary, StringComparison.Ordinal);
        Assert.Equal(TModel.ParameterCount, model.Parameters.Length);
    }
}
