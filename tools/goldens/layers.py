"""Writes SeqGen.Tests/Goldens/layers.json: outputs and gradients of small models, computed by PyTorch in double.

    python3 tools/goldens/layers.py        from the repository root; needs PyTorch (Debian: python3-torch)

A model is described by the C# attributes a test compiles, and this script parses the same text. Recurrent layers are stepped here
from Keras's formulas, because torch.nn has neither other activations nor ResetAfter = false; wherever torch.nn.LSTM, GRU or RNN can
express a layer, the whole case is computed again with it, and outputs and gradients have to agree.

Tensors are row-major: inputs [batch, timesteps, features], outputs [batch, ...]. Parameters are the layers' in order, each kernel,
recurrent kernel, bias, in Keras's layout:

    Lstm       [in, 4u], [u, 4u], [4u]       gates i, f, g, o; with Peephole then [3, u], rows i, f, o
    Gru        [in, 3u], [u, 3u], [2, 3u]    gates z, r, h; bias rows input, recurrent; with ResetAfter = false [3u]
    SimpleRnn  [in, u],  [u, u],  [u]
    Dense      [in, units],       [units]

Both ways, all of the forward half's tensors come first.

The gradients are those of L = sum of output(i) * coefficient(i).
"""

import itertools
import json
import math
import re

import torch
import torch.nn.functional as F

PATH = "SeqGen.Tests/Goldens/layers.json"
FORMULA = ("x = i * 2654435761 + seed * 2246822519 (mod 2^32); x ^= x >> 15; x *= 739982445 (mod 2^32); x ^= x >> 12; "
           "value(i) = float32(((x mod 2001) - 1000) / 1000 * scale), the quotient and product in double")


def values(count, seed, scale, start=0):
    """`count` values of FORMULA from index `start`: exactly representable in float32, held in double."""
    def value(i):
        x = (i * 2654435761 + seed * 2246822519) & 0xFFFFFFFF
        x ^= x >> 15
        x = x * 739982445 & 0xFFFFFFFF
        x ^= x >> 12
        return (x % 2001 - 1000) / 1000 * scale
    return torch.tensor([value(i) for i in range(start, start + count)], dtype=torch.float64).float().double()


def rounded(tensor):
    """The tensor's values, flat, to 9 significant digits."""
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


ACTIVATIONS = {
    "Linear": lambda x: x,
    "Relu": F.relu,
    "Tanh": torch.tanh,
    "Sigmoid": torch.sigmoid,
    "HardSigmoid": lambda x: F.relu6(x + 3) / 6,
    "Softmax": lambda x: F.softmax(x, dim=-1),
    "Elu": F.elu,
    "LeakyRelu": lambda x: F.leaky_relu(x, 0.2),
    "Selu": F.selu,
    "Softplus": F.softplus,
    "Softsign": F.softsign,
    "Silu": F.silu,
    "Gelu": F.gelu,
    "Exponential": torch.exp,
}

# Where a derivative jumps: no case comes so near that float32 could fall on the other side.
KINKS = {"Relu": [0], "LeakyRelu": [0], "Selu": [0], "HardSigmoid": [-3, 3]}
KINK_MARGIN = 1e-4


def parse(source):
    """`[Lstm(7, UseBias = false)] [Dense(1)]` -> [("Lstm", [7], {"UseBias": False}), ("Dense", [1], {})]"""
    layers = []
    for name, arguments in re.findall(r"\[(\w+)(?:\(([^)]*)\))?\]", source):
        numbers, options = [], {}
        for argument in filter(None, arguments.split(", ")):
            option, _, value = argument.rpartition(" = ")
            if not option:
                numbers.append(int(value))
            else:
                options[option] = value == "true" if value in ("true", "false") else value.rpartition(".")[2]
        layers.append((name, numbers, options))
    return layers


class Pass:
    """One forward and backward pass of a model; `native` takes torch.nn's recurrent layers where they can express the layer."""

    def __init__(self, case, dtype=torch.float64, native=False):
        self.dtype, self.native, self.native_layers = dtype, native, 0
        self.seed, self.scale = case["parameters"]["seed"], case["parameters"]["scale"]
        self.parameters, self.count, self.kink_distance = [], 0, math.inf

        (_, (timesteps, features), _), *layers = parse(case["source"])
        shape = case["batch"], timesteps, features
        self.inputs = values(math.prod(shape), **case["inputs"]).to(dtype).reshape(shape).requires_grad_()
        self.outputs = self.inputs
        for name, numbers, options in layers:
            self.outputs = self.directed(getattr(self, name), self.outputs, *numbers, **options)
        coefficients = values(self.outputs.numel(), **case["coefficients"]).to(dtype).reshape(self.outputs.shape)
        self.d_inputs, *gradients = torch.autograd.grad((self.outputs * coefficients).sum(), [self.inputs, *self.parameters])
        self.d_parameters = torch.cat([gradient.flatten() for gradient in gradients])

    def take(self, *shape):
        """The next parameter tensor."""
        flat = values(math.prod(shape), self.seed, self.scale, self.count)
        self.count += flat.numel()
        self.parameters.append(flat.to(self.dtype).reshape(shape).requires_grad_())
        return self.parameters[-1]

    def activate(self, name, x):
        for kink in KINKS.get(name, []):
            self.kink_distance = min(self.kink_distance, (x - kink).abs().min().item())
        return ACTIVATIONS[name](x)

    def by_torch(self, network, x, gates, kernel, recurrent, biases, sequences):
        """torch.nn's layer with Keras's tensors: gate blocks in torch's order, transposed, two biases."""
        def reordered(tensor):
            blocks = tensor.chunk(len(gates), dim=-1)
            return torch.cat([blocks[gate] for gate in gates], dim=-1)

        self.native_layers += 1
        network = network(x.shape[-1], recurrent.shape[0], batch_first=True, bias=bool(biases), dtype=self.dtype)
        # The list forward reads: tensors that are no nn.Parameter, so that gradients flow to those of this pass
        network._flat_weights = [reordered(kernel).T, reordered(recurrent).T, *map(reordered, biases)]
        outputs, _ = network(x)
        return outputs if sequences else outputs[:, -1]

    # h <- step(x at t, h) for every t; the state's first tensor is h
    def scan(self, x, units, step, sequences, states=1):
        state = [torch.zeros(x.shape[0], units, dtype=self.dtype)] * states
        outputs = []
        for t in range(x.shape[1]):
            state = step(x[:, t], *state)
            outputs.append(state[0])
        return torch.stack(outputs, dim=1) if sequences else outputs[-1]

    def directed(self, layer, x, *numbers, Direction="Forward", Merge="Concat", **options):
        """A layer that reads the sequence forward, from its end (outputs as they are computed), or both ways as keras.layers.Bidirectional."""
        if Direction == "Forward":
            return layer(x, *numbers, **options)
        if Direction == "Reverse":
            return layer(x.flip(1), *numbers, **options)
        forward, backward = layer(x, *numbers, **options), layer(x.flip(1), *numbers, **options)
        if options.get("ReturnSequences"):
            backward = backward.flip(1)
        return {"Concat": lambda: torch.cat([forward, backward], dim=-1), "Sum": lambda: forward + backward,
                "Average": lambda: (forward + backward) / 2, "Multiply": lambda: forward * backward}[Merge]()

    def Lstm(self, x, units, Activation="Tanh", RecurrentActivation="Sigmoid", UseBias=True, ReturnSequences=False, Peephole=False):
        kernel, recurrent = self.take(x.shape[-1], 4 * units), self.take(units, 4 * units)
        bias = self.take(4 * units) if UseBias else torch.zeros(4 * units, dtype=self.dtype)
        pi, pf, po = self.take(3, units) if Peephole else torch.zeros(3, units, dtype=self.dtype)

        if self.native and not Peephole and (Activation, RecurrentActivation) == ("Tanh", "Sigmoid"):
            biases = [bias, torch.zeros_like(bias)] if UseBias else []
            return self.by_torch(torch.nn.LSTM, x, [0, 1, 2, 3], kernel, recurrent, biases, ReturnSequences)

        # z = x W + h U + b;  c = f c + i act(g);  h = o act(c)
        def step(x, h, c):
            i, f, g, o = (x @ kernel + h @ recurrent + bias).chunk(4, dim=-1)
            i, f = self.activate(RecurrentActivation, i + pi * c), self.activate(RecurrentActivation, f + pf * c)
            c = f * c + i * self.activate(Activation, g)
            o = self.activate(RecurrentActivation, o + po * c)
            return o * self.activate(Activation, c), c

        return self.scan(x, units, step, ReturnSequences, states=2)

    def Gru(self, x, units, Activation="Tanh", RecurrentActivation="Sigmoid", UseBias=True, ReturnSequences=False, ResetAfter=True):
        kernel, recurrent = self.take(x.shape[-1], 3 * units), self.take(units, 3 * units)
        bias, recurrent_bias = torch.zeros(2, 3 * units, dtype=self.dtype)
        if UseBias and ResetAfter:
            bias, recurrent_bias = self.take(2, 3 * units)
        elif UseBias:
            bias = self.take(3 * units)

        if self.native and ResetAfter and (Activation, RecurrentActivation) == ("Tanh", "Sigmoid"):
            biases = [bias, recurrent_bias] if UseBias else []
            return self.by_torch(torch.nn.GRU, x, [1, 0, 2], kernel, recurrent, biases, ReturnSequences)

        # z, r = gates of x W + h U + b;  ĥ = act(x W_h + b_h + r (h U_h + b'_h)), or act(x W_h + b_h + (r h) U_h);  h = z h + (1 - z) ĥ
        def step(x, h):
            z, r, candidate = (x @ kernel + bias).chunk(3, dim=-1)
            hz, hr, hh = (h @ recurrent + recurrent_bias).chunk(3, dim=-1)
            z, r = self.activate(RecurrentActivation, z + hz), self.activate(RecurrentActivation, r + hr)
            inner = r * hh if ResetAfter else (r * h) @ recurrent[:, 2 * units:]
            return [z * h + (1 - z) * self.activate(Activation, candidate + inner)]

        return self.scan(x, units, step, ReturnSequences)

    def SimpleRnn(self, x, units, Activation="Tanh", UseBias=True, ReturnSequences=False):
        kernel, recurrent = self.take(x.shape[-1], units), self.take(units, units)
        bias = self.take(units) if UseBias else torch.zeros(units, dtype=self.dtype)

        if self.native and Activation in ("Tanh", "Relu"):
            def network(*sizes, **options):
                return torch.nn.RNN(*sizes, nonlinearity=Activation.lower(), **options)
            biases = [bias, torch.zeros_like(bias)] if UseBias else []
            return self.by_torch(network, x, [0], kernel, recurrent, biases, ReturnSequences)

        # h = act(x W + h U + b)
        def step(x, h):
            return [self.activate(Activation, x @ kernel + h @ recurrent + bias)]

        return self.scan(x, units, step, ReturnSequences)

    def Dense(self, x, units, Activation="Linear", UseBias=True):
        kernel = self.take(x.shape[-1], units)
        bias = self.take(units) if UseBias else None
        return self.activate(Activation, F.linear(x, kernel.T, bias))

    def Flatten(self, x):
        return x.flatten(1)


def relative_difference(actual, expected):
    """The largest difference over the three results, relative to the largest value of each, or to 1."""
    def tensors(run):
        return run.outputs.double(), run.d_inputs.double(), run.d_parameters.double()
    return max(((a - e).abs().max() / e.abs().max().clamp(min=1)).item() for a, e in zip(tensors(actual), tensors(expected)))


class Goldens:
    def __init__(self):
        self.lines, self.names = [], set()
        self.native_cases, self.native_difference, self.float_difference = 0, 0.0, 0.0

    def add(self, source, batch=2, scale=0.5):
        _, (timesteps, features), _ = parse(source)[0]

        # Lstm7_ActivationRelu_Dense1_On5x3_Batch2: also an identifier in C#
        layers = source.partition("] ")[2].replace(" = true", "").replace(" = false", "False").replace("Activation.", "")
        layers = layers.replace("Direction.", "").replace("Merge.", "")
        name = re.sub(r"\W", "", re.sub(r"[,\]] ", "_", layers)) + f"_On{timesteps}x{features}_Batch{batch}"
        assert name.isidentifier() and name not in self.names, name
        self.names.add(name)

        for seed in itertools.count(3 * len(self.names)):
            case = {"source": source, "batch": batch, "parameters": {"seed": seed, "scale": scale},
                    "inputs": {"seed": seed + 1, "scale": 1}, "coefficients": {"seed": seed + 2, "scale": 1}}
            truth = Pass(case)
            if truth.kink_distance > KINK_MARGIN:
                break

        assert truth.outputs.isfinite().all() and truth.outputs.abs().max() < 50, name
        native = Pass(case, native=True)
        if native.native_layers:
            self.native_cases += 1
            difference = relative_difference(native, truth)
            assert difference < 1e-12, (name, difference)
            self.native_difference = max(self.native_difference, difference)
        difference = relative_difference(Pass(case, torch.float32), truth)
        assert difference < 1e-5, (name, difference)
        self.float_difference = max(self.float_difference, difference)

        def formula(key, tensor):
            return {"count": tensor.numel(), **case[key]}

        stride = 1 if truth.count <= 600 else 37
        self.lines.append(json.dumps({
            "name": name, "source": source, "timesteps": timesteps, "features": features, "batch": batch,
            "parameters": formula("parameters", truth.d_parameters),
            "inputs": formula("inputs", truth.inputs),
            "coefficients": formula("coefficients", truth.outputs),
            "outputs": rounded(truth.outputs), "dInputs": rounded(truth.d_inputs),
            "dParameters": {"stride": stride, "values": rounded(truth.d_parameters[::stride])},
        }, separators=(",", ":")))

    def write(self):
        head = {"formula": FORMULA, "formulaExample": {"count": 8, "seed": 5, "scale": 0.5, "values": rounded(values(8, 5, 0.5))}}
        with open(PATH, "w", newline="\n") as file:
            file.write(json.dumps(head)[:-1] + ', "cases": [\n' + ",\n".join(self.lines) + "\n]}\n")
        print(f"{len(self.lines)} cases; {self.native_cases} also by torch.nn, relative difference at most {self.native_difference:.1e}; "
              f"in float32 at most {self.float_difference:.1e}")


def main():
    goldens = Goldens()
    recurrent = [("Lstm", ""), ("Gru", ""), ("Gru", ", ResetAfter = false"), ("SimpleRnn", "")]

    # Sizes: every pair of units, timesteps, features, ReturnSequences
    for kind, (layer, option) in enumerate(recurrent):
        for (u, units), (t, timesteps), sequences in itertools.product(
                enumerate([1, 3, 7, 17, 33]), enumerate([1, 5, 20]), [False, True]):
            features = [1, 2, 3, 5][(kind + u + t + 2 * sequences) % 4]
            batch = [1, 2, 5][(kind + u + 2 * t + sequences) % 3]
            arguments = f"{units}{option}" + ", ReturnSequences = true" * sequences
            dense = " [Dense(2)]" * (sequences and timesteps * units > 100)
            goldens.add(f"[SequenceModel({timesteps}, {features})] [{layer}({arguments})]{dense}", batch, 0.3 if units > 17 else 0.5)

    # Options
    for layer, option in recurrent:
        goldens.add(f"[SequenceModel(4, 3)] [{layer}(7, UseBias = false{option})]")
        goldens.add(f"[SequenceModel(4, 3)] [{layer}(5, UseBias = false, ReturnSequences = true{option})] [Dense(3, UseBias = false)]", 5)
    for activation in ACTIVATIONS:
        # hard_sigmoid is to reach its flat ends, the exponential to stay moderate
        scale = {"HardSigmoid": 2, "Exponential": 0.2}.get(activation, 0.5)
        goldens.add(f"[SequenceModel(4, 3)] [Flatten] [Dense(7, Activation = Activation.{activation})]", scale=scale)
        goldens.add(f"[SequenceModel(4, 3)] [Dense(5, Activation = Activation.{activation})]", scale=scale)
        for layer, option in recurrent:
            goldens.add(f"[SequenceModel(4, 3)] [{layer}(7, Activation = Activation.{activation}, ReturnSequences = true{option})]",
                        scale=scale)
            if layer != "SimpleRnn":
                goldens.add(f"[SequenceModel(4, 3)] [{layer}(7, RecurrentActivation = Activation.{activation}{option})]", scale=scale)
    both = "Activation = Activation.Softsign, RecurrentActivation = Activation.HardSigmoid"
    for layer, option in recurrent[:3]:
        goldens.add(f"[SequenceModel(6, 2)] [{layer}(9, {both}, UseBias = false, ReturnSequences = true{option})] [Dense(2)]", 5)

    # Dense alone
    for units in 1, 2, 16, 33, 64:
        goldens.add(f"[SequenceModel(5, 3)] [Flatten] [Dense({units})]", 5)
    goldens.add("[SequenceModel(1, 40)] [Dense(3)]", 1)
    goldens.add("[SequenceModel(6, 3)] [Dense(17, Activation = Activation.Relu)] [Flatten] "
                "[Dense(4, Activation = Activation.Tanh)] [Dense(1)]", 5)

    # Wide
    goldens.add("[SequenceModel(3, 2)] [Lstm(256)]", scale=0.125)
    goldens.add("[SequenceModel(3, 2)] [Gru(256)]", scale=0.125)
    goldens.add("[SequenceModel(3, 2)] [SimpleRnn(64)]", scale=0.25)

    # Stacks
    sequence = "ReturnSequences = true"
    for batch in 1, 2, 5:
        goldens.add(f"[SequenceModel(5, 3)] [Lstm(7, {sequence})] [Gru(5, {sequence})] [SimpleRnn(4)] [Dense(2)]", batch)
        goldens.add(f"[SequenceModel(4, 2)] [Gru(6, {sequence})] [Flatten] [Dense(3)]", batch)
        goldens.add("[SequenceModel(6, 3)] [Dense(4, Activation = Activation.Relu)] [Lstm(5)] "
                    "[Dense(3, Activation = Activation.Softmax)]", batch)
        goldens.add("[SequenceModel(7, 1)] [Lstm(32)] [Dense(1)]", batch, 0.3)

    # Directions and peepholes
    for layer, option in recurrent:
        for sequences, units in itertools.product([False, True], [1, 7, 17]):
            last = ", ReturnSequences = true" * sequences
            goldens.add(f"[SequenceModel(5, 3)] [{layer}({units}{option}{last}, Direction = Direction.Reverse)] [Dense(2)]", [1, 5][sequences])
            for merge in "Concat", "Sum", "Average", "Multiply":
                goldens.add(f"[SequenceModel(5, 3)] [{layer}({units}{option}{last}, Direction = Direction.Bidirectional, "
                            f"Merge = Merge.{merge})] [Dense(2)]", [1, 5][sequences])
        goldens.add(f"[SequenceModel(4, 2)] [{layer}(5{option}, {sequence}, Direction = Direction.Bidirectional)] "
                    f"[{layer}(3{option}, {sequence}, Direction = Direction.Reverse)] [{layer}(4{option}, Direction = Direction.Bidirectional)]", 5)
    for units, batch in (1, 1), (7, 5), (17, 2), (33, 5):
        scale = 0.3 if units > 17 else 0.5
        goldens.add(f"[SequenceModel(6, 2)] [Lstm({units}, Peephole = true, {sequence})]", batch, scale)
        goldens.add(f"[SequenceModel(6, 2)] [Lstm({units}, Peephole = true, Direction = Direction.Bidirectional)] [Dense(1)]", batch, scale)
    for activation in "Softsign", "Gelu", "Softmax":
        goldens.add(f"[SequenceModel(4, 3)] [Lstm(7, Peephole = true, RecurrentActivation = Activation.{activation})]")
        goldens.add(f"[SequenceModel(4, 3)] [Lstm(7, Peephole = true, Activation = Activation.{activation}, {sequence})]")
    goldens.write()


if __name__ == "__main__":
    main()
