"""Makes an Argos package with random weights: the size and speed of a real one, and nothing to say.

The network is a Transformer of 6 + 6 layers, width 1024, inner width 4096, 16 heads, one table of 32,000 pieces for
everything, quantised to int8: what a full Argos package of 200 MB holds. The tokenizer is that of the package it is
made from; pieces it does not have fill the table up and never come in.

    python tests/benchmarks/twin.py FOLDER
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SMALL = Path(__file__).parents[2] / "workflow" / "drafts" / "packages" / "translate-en_ru-small"


@dataclass(frozen=True, slots=True)
class Size:
    """Of a network."""

    layers: int = 6
    """Of the encoder, and as many of the decoder."""
    width: int = 1024
    inner: int = 4096
    heads: int = 16
    pieces: int = 32_000


BIG = Size()


def write(folder: Path, size: Size = BIG, *, seed: int = 1, template: Path = SMALL) -> Path:
    """Writes a package folder with random weights and returns it.

    Args:
        folder: Where; what it held is replaced.
        size: Of the network.
        seed: Of the weights.
        template: The package whose tokenizer and metadata it gets.
    """
    import numpy as np
    from ctranslate2 import specs

    shutil.rmtree(folder, ignore_errors=True)
    (folder / "model").mkdir(parents=True)
    shutil.copy(template / "sentencepiece.model", folder)
    metadata = json.loads((template / "metadata.json").read_text(encoding="utf-8"))
    (folder / "metadata.json").write_text(json.dumps({**metadata, "package_version": "0.0.1"}), encoding="utf-8")

    spec = specs.TransformerSpec.from_config((size.layers, size.layers), size.heads, pre_norm=True)
    rng = np.random.default_rng(seed)
    shared = _weights(rng, size.pieces, size.width)
    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = shared
        side.position_encodings.encodings = _positions(size.width)
        _norm(side.layer_norm, size.width)
        for layer in side.layer:
            _attention(layer.self_attention, rng, size.width, fused=True)
            if hasattr(layer, "attention"):
                _attention(layer.attention, rng, size.width, fused=False)
            _norm(layer.ffn.layer_norm, size.width)
            _linear(layer.ffn.linear_0, rng, size.inner, size.width)
            _linear(layer.ffn.linear_1, rng, size.width, size.inner)
    spec.decoder.projection.weight = shared
    spec.decoder.projection.bias = np.zeros(size.pieces, dtype=np.float32)

    vocabulary = json.loads((template / "model" / "shared_vocabulary.json").read_text(encoding="utf-8"))
    vocabulary += [f"▁twin{number}" for number in range(size.pieces - len(vocabulary))]
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder / "model"))
    return folder


def _weights(rng: Any, rows: int, columns: int) -> Any:
    # Small enough for no output to be certain: a network that is sure of one token would end beams early.
    return (rng.standard_normal((rows, columns), dtype="float32") * columns**-0.5).astype("float32")


def _linear(linear: Any, rng: Any, rows: int, columns: int) -> None:
    linear.weight = _weights(rng, rows, columns)
    linear.bias = _weights(rng, 1, rows)[0]


def _norm(norm: Any, width: int) -> None:
    import numpy as np

    norm.gamma, norm.beta = np.ones(width, dtype=np.float32), np.zeros(width, dtype=np.float32)


def _attention(attention: Any, rng: Any, width: int, *, fused: bool) -> None:
    _norm(attention.layer_norm, width)
    for linear, parts in zip(attention.linear, (3, 1) if fused else (1, 2, 1), strict=True):
        _linear(linear, rng, parts * width, width)


def _positions(width: int, length: int = 2048) -> Any:
    import numpy as np

    rates = np.exp(np.arange(width // 2) * -(np.log(10000.0) / (width // 2 - 1)))
    angles = np.arange(length)[:, None] * rates[None, :]
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1).astype(np.float32)


if __name__ == "__main__":
    print(write(Path(sys.argv[1])))
