namespace SeqGen.Examples.Stocks;

/// <summary>An LSTM with dropout, the lecture's first model.</summary>
[SequenceModel(ForecastTask.LookBack, features: 1)]
[Lstm(32, Dropout = 0.1f, RecurrentDropout = 0.1f)]
[Dense(1)]
public partial class LstmForecaster;

/// <summary>The same with a GRU, which has three gates where the LSTM has four.</summary>
[SequenceModel(ForecastTask.LookBack, features: 1)]
[Gru(32, Dropout = 0.1f, RecurrentDropout = 0.1f)]
[Dense(1)]
public partial class GruForecaster;

/// <summary>The LSTM without dropout.</summary>
[SequenceModel(ForecastTask.LookBack, features: 1)]
[Lstm(32)]
[Dense(1)]
public partial class LstmWithoutDropout;

/// <summary>The GRU without dropout.</summary>
[SequenceModel(ForecastTask.LookBack, features: 1)]
[Gru(32)]
[Dense(1)]
public partial class GruWithoutDropout;
