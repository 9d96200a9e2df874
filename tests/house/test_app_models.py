"""What the app knows of acts and contents is what the models say, rules between fields included."""

import re

from domain.catalogue import SPECS
from domain.flows import parts
from tests.house import app_models
from tests.house.tree import ROOT


def test_the_files_of_the_app_are_what_the_models_say() -> None:
    assert app_models.stale() == []


def test_every_rule_that_no_schema_says_stands_in_the_app_and_no_other() -> None:
    models = app_models.catalogue()["models"]
    asked = {f"{name}.{field}" for name, model in models.items() for field in model.get("checked", [])}
    rules = "".join(path.read_text("utf-8") for path in sorted((ROOT / "webapp/src/wire/rules").glob("*.ts")))
    assert {"SpoedaanwijzingDecideParams.linked", "App."} <= asked
    assert set(re.findall(r'"([A-Z]\w+\.\w*)":', rules)) == asked


def test_every_act_has_its_parameters_and_its_type() -> None:
    made = app_models.catalogue()
    types = "".join(app_models.types(made).values())
    assert made["acts"].keys() == SPECS.keys()
    assert all(f'"{name}": {act["params"]};' in types for name, act in made["acts"].items())
    assert all(types.count(f"export type {name} =") == 1 for name in made["models"])


def test_every_rule_on_what_an_act_seals_stands_in_the_app_and_no_other() -> None:
    rules = "".join(path.read_text("utf-8") for path in sorted((ROOT / "webapp/src/wire/rules").glob("*.ts")))
    asked = {act for one in parts("content") for kind in one.CONTENTS if kind.fault is not None for act in kind.acts}
    assert set(re.findall(r'^  "([a-z_]+\.[a-z_]+)":', rules, flags=re.MULTILINE)) == asked | {
        "spoedaanwijzing.follow_up"
    }
