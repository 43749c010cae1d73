using System;

namespace SeqGen.Examples;

/// <summary>What the user gave cannot be used. The message is the one line they see, so it names the file, line or option.</summary>
public sealed class InputException(string message, Exception? innerException = null) : Exception(message, innerException);
