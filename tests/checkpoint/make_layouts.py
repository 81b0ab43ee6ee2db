# SPDX-FileCopyrightText: 2026 The Maskscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""One small network in the layouts of many training codes: NAME.pt, and expected.json with what is right for each:
the set of weights that is read, every set, the value its tensors hold, mask ratio and sampling rate of the config."""
import argparse, collections, dataclasses, json, pathlib, sys, types
import torch

D, W, E, N, R, LAYERS = 8, 32, 16, 4, 1, 2


def state(value=1.0, prefix="", dtype=torch.float32, without=()):
    shapes = {"token_encoder.proj.weight": (D, W), "token_encoder.proj.bias": (D,), "token_encoder.norm.weight": (D,),
              "token_encoder.norm.bias": (D,), "temporal_encoder.lin.weight": (D, 1), "temporal_encoder.lin.bias": (D,)}
    for i in range(LAYERS):
        layer = f"backbone.layers.{i}."
        shapes.update({layer + "A_log": (E, N), layer + "D": (E,), layer + "in_proj.weight": (2 * E, D),
                       layer + "conv1d.weight": (E, 1, 4), layer + "conv1d.bias": (E,), layer + "x_proj.weight": (R + 2 * N, E),
                       layer + "dt_proj.weight": (E, R), layer + "dt_proj.bias": (E,), layer + "out_proj.weight": (D, E),
                       f"backbone.layer_norms.{i}.weight": (D,), f"backbone.layer_norms.{i}.bias": (D,)})
    shapes.update({"backbone.out_norm.weight": (D,), "backbone.out_norm.bias": (D,)})
    return collections.OrderedDict((prefix + k, torch.full(s, float(value)).to(dtype)) for k, s in shapes.items() if k not in without)


CONFIG = {"mask_ratio": 0.75, "sampling_rate_hz": 128, "masking_style": "mae"}


class AttributeDict(dict):
    """A dict subclass, as training frameworks use for their hyperparameters."""
    __getattr__ = dict.__getitem__


@dataclasses.dataclass
class TrainConfig:
    mask_ratio: float = 0.75
    sfreq: float = 128.0


def omega(config):
    """What OmegaConf pickles, without OmegaConf: every dict and value in an object of its own."""
    modules = {}
    for name, cls in (("omegaconf.dictconfig", "DictConfig"), ("omegaconf.nodes", "AnyNode")):
        module = sys.modules.setdefault(name, types.ModuleType(name))
        if not hasattr(module, cls):
            setattr(module, cls, type(cls, (), {"__module__": name}))
        modules[cls] = getattr(module, cls)
    sys.modules.setdefault("omegaconf", types.ModuleType("omegaconf"))

    def wrap(value):
        if isinstance(value, dict):
            made = modules["DictConfig"]()
            made.__dict__.update(_metadata=None, _parent=None, _content={k: wrap(v) for k, v in value.items()})
        else:
            made = modules["AnyNode"]()
            made.__dict__.update(_metadata=None, _parent=None, _val=value)
        return made

    return wrap(config)


def layouts():
    """name, object, chosen set, other sets, value, mask ratio, sampling rate"""
    one, two = state(1), state(2)
    ratio = (0.75, 128)
    none = (None, None)
    yield "args", {"model": one, "args": argparse.Namespace(**CONFIG)}, "model", [], 1, *ratio
    yield "hyper_parameters", {"state_dict": one, "hyper_parameters": CONFIG}, "state_dict", [], 1, *ratio
    yield "hparams_attribute_dict", {"state_dict": one, "hparams": AttributeDict(CONFIG)}, "state_dict", [], 1, *ratio
    yield "cfg_omegaconf", {"model": one, "cfg": omega({"mask": {"mask_ratio": 0.75}, "data": {"sampling_rate": 128}})}, "model", [], 1, *ratio
    yield "config_dataclass", {"model": one, "config": TrainConfig()}, "model", [], 1, *ratio
    yield "config_nested", {"model": one, "config": {"train": {"masking": {"mask_ratio": 0.75}}, "data": {"sfreq": 128.0}}}, "model", [], 1, *ratio
    yield "config_as_text", {"model": one, "config": {"mask_ratio": "0.75", "sampling_rate_hz": "128"}}, "model", [], 1, *ratio
    yield "config_of_trainer", {"model": one, "trainer": {"state": {"hparams": CONFIG}}}, "model", [], 1, *ratio
    yield "config_beside", {"model": one, "mask_ratio": 0.75, "sampling_rate_hz": 128}, "model", [], 1, *ratio
    yield "config_twice", {"model": one, "config": {"lr": 0.1}, "args": CONFIG}, "model", [], 1, *ratio
    yield "config_capitals", {"model": one, "Config": CONFIG}, "model", [], 1, *ratio
    optimizer = {"state": {0: {"exp_avg": torch.ones(2)}}, "param_groups": [{"lr": 1.0}]}
    yield "opt_and_params", {"opt": optimizer, "params": one, "params_ema": two, "args": CONFIG}, "params", ["params_ema"], 1, *ratio
    yield "bare", one, "", [], 1, *none
    yield "tuple", (one, {"args": argparse.Namespace(**CONFIG)}), "0", [], 1, *ratio
    yield "tuple_meta", (one, CONFIG), "0", [], 1, *ratio
    yield "list", [7, one], "1", [], 1, *none
    yield "deep", {"checkpoint": {"net": {"weights": one}, "cfg": CONFIG}}, "checkpoint.net.weights", [], 1, *ratio
    yield "folds", {"folds": {0: one, 1: two}}, "folds.0", ["folds.1"], 1, *none
    for name in ("ema", "model_ema", "ema_state_dict", "state_dict_ema", "encoder_state_dict", "backbone", "teacher", "student"):
        yield "only_" + name, {name: one, "epoch": 2}, name, [], 1, *none
    yield "ema_first", {"ema": two, "model": one}, "model", ["ema"], 1, *none
    yield "student_teacher", {"teacher": two, "student": one}, "student", ["teacher"], 1, *none
    yield "averaged", {"swa_model": {"n_averaged": torch.tensor(3), **state(2, "module.")}, "net": one}, "net", ["swa_model"], 1, *none
    yield "best_match", {"model": state(1, without=("backbone.out_norm.bias",)), "model_ema": two}, "model_ema", ["model"], 2, *none
    yield "alias", {"model": one, "state_dict": one}, "model", [], 1, *none
    yield "optimizer", {"optimizer": {"state": {"w": {"exp_avg": torch.ones(2)}}}, "weights": one}, "weights", [], 1, *none
    for prefix in ("model.", "net.", "encoder.", "module.model._orig_mod.", "_orig_mod.module.net.", "student.backbone.",
                   "teacher.module.encoder.", "backbone.", "my_lightning_model.online_encoder."):
        yield "prefix_" + prefix.strip(".").replace(".", "_"), {"state_dict": {**state(1, prefix), "loss.weight": torch.ones(2)}, "hyper_parameters": CONFIG}, "state_dict", [], 1, *ratio
    inside = {k.replace("backbone.layers.", "backbone._orig_mod.layers.").replace("token_encoder.", "token_encoder.module."): v for k, v in state(1, "model.").items()}
    yield "wrappers_inside", {"state_dict": inside}, "state_dict", [], 1, *none
    yield "flat_pair", {"state_dict": {**state(2, "teacher.backbone."), **state(1, "student.backbone."), "center": torch.ones(1)}}, "state_dict.student.backbone", ["state_dict.teacher.backbone"], 1, *none
    yield "flat_bare_and_ema", {**one, **state(2, "ema_model.")}, "top level", ["ema_model"], 1, *none
    tuned = {**state(1, "model.backbone."), "model.classifier.0.weight": torch.ones(2, D), "model.classifier.0.bias": torch.ones(2)}
    yield "fine_tuned_lightning", {"state_dict": tuned}, "state_dict", [], 1, *none


def unread():
    """name, object, a part of the sentence"""
    q = torch.quantize_per_tensor(torch.ones(2, 3), 0.1, 0, torch.qint8)
    yield "qtensor", {"model": {**state(1, without=("token_encoder.proj.weight",)), "token_encoder.proj.weight": q}}, "quantised"
    yield "all_quantised", {"model": {"a": q, "b": q}}, "quantised"
    dynamic = torch.quantization.quantize_dynamic(torch.nn.Sequential(torch.nn.Linear(3, 2)), {torch.nn.Linear}, dtype=torch.qint8)
    yield "dynamic", dynamic.state_dict(), "quantised"
    yield "int8", {"model": state(1, dtype=torch.int8)}, "stored as int8"
    by_hand = state(1)
    by_hand["backbone.layers.0.in_proj.weight"] = torch.ones(2 * E, D, dtype=torch.int8)
    by_hand["backbone.layers.0.in_proj.SCB"] = torch.ones(2 * E)
    yield "one_int8", {"model": by_hand}, "quantised weights (backbone.layers.0.in_proj.SCB)"
    packed = state(1, without=("backbone.layers.0.in_proj.weight",))
    packed["backbone.layers.0.in_proj.qweight"] = torch.ones(4, 4, dtype=torch.int32)
    yield "packed", {"model": packed}, "quantised"
    sparse = torch.eye(4).to_sparse()
    yield "sparse", {"model": {**state(1, without=("temporal_encoder.lin.weight",)), "temporal_encoder.lin.weight": sparse}}, "sparse"
    yield "sparse_csr", {"model": {"w": torch.eye(4).to_sparse_csr()}}, "sparse"
    pruned = state(1, without=("token_encoder.proj.weight",))
    pruned["token_encoder.proj.weight_orig"] = torch.ones(D, W)
    pruned["token_encoder.proj.weight_mask"] = torch.ones(D, W)
    yield "pruned", {"model": pruned}, "prune.remove"


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    expected = {"read": {}, "unread": {}}
    for name, value, chosen, others, number, ratio, rate in layouts():
        torch.save(value, target / f"{name}.pt")
        expected["read"][name] = {"chosen": chosen, "others": others, "value": number, "mask_ratio": ratio, "rate": rate}
    for name, value, sentence in unread():
        torch.save(value, target / f"{name}.pt")
        expected["unread"][name] = sentence
    (target / "expected.json").write_text(json.dumps(expected))
