"""The map of the house: who may import whom, and which library lives in which file."""

from __future__ import annotations

import ast
import sys
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[1]
OURS = ("simulation", "studies")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for name in OURS
    for path in sorted((ROOT / name).rglob("*.py"))
}

#: floors from the ground up: a module imports only from floors below its own, a folder also within itself
FLOORS: tuple[tuple[str, ...], ...] = (
    ("domains", "lazy"),
    ("actions", "state", "parameters", "paths", "scripts", "version"),
    ("catalogue",),
    ("saying",),
    ("errors", "shipped"),
    ("pages",),
    ("columns", "fields", "history", "draws", "variables", "parallel", "memory", "gone", "rules"),
    ("doctrines",),
    ("scenario", "stages"),
    ("inputs", "step", "explaining", "games", "turn_sheets", "starting_file"),
    ("decided",),
    ("histograms", "stored", "months", "frames"),
    ("played",),
    ("keeping",),
    ("results",),
    ("mechanisms", "shown_names", "compiled"),
    ("article_story", "engine", "agents"),
    ("sweeps",),
    ("experiments",),
    ("findings",),
    ("words",),
    ("reports", "plots"),  # neighbours: both take findings and words, and neither the other
    ("web",),
    ("explorer", "play"),  # neighbours: neither needs the other
    ("commands",),
    ("cli",),
    ("__main__",),
    ("",),  # the public names
    ("studies",),  # beside the package: nothing in it may import a study
)
FOLDERS = ("studies", *sorted(path.parent.name for path in (ROOT / "simulation").glob("*/__init__.py")))

#: libraries that live in one file, or in one folder, only; the server's where pages are
HOMES: dict[str, str | tuple[str, ...]] = {
    "babel": "simulation.catalogue",
    "mesa": "simulation.agents",
    "matplotlib": "simulation.plots",
    "jax": "simulation.compiled",
    "platformdirs": ("simulation.compiled", "simulation.play.place"),
    "joblib": "simulation.parallel",
    "fpdf": "simulation.pages.pdf",
    "pyarrow": "simulation.sweeps.shards",
    "SALib": "simulation.sweeps",
    "distributed": "simulation.sweeps.cluster",
    "starlette": ("simulation.web", "simulation.explorer", "simulation.play"),
    "uvicorn": ("simulation.web.opening", "simulation.web.sockets"),
    "websockets": "simulation.web.sockets",
    "ipywidgets": "simulation.explorer.notebook",
    "jinja2": "simulation.web.pages",
    "markupsafe": "simulation.web.pages",
    "segno": "simulation.play.room_pages.qr",
    "cloudpickle": "simulation.sweeps.cluster",
    "playwright": ("studies.pictures", "studies.pictures_of_a_match", "studies.pictures_of_a_class"),
}

#: what imports nothing of ours but the tables below, and nothing of others either
GROUND = {
    "simulation.domains": set(),
    "simulation.parameters": set(),
    "simulation.actions": {"simulation.domains"},
    "simulation.state": {"simulation.domains"},
}


def imports(module: str, tree: ast.AST | None = None) -> set[str]:
    """The full names of what a module imports, wherever in the file: "numpy", "simulation.rules.arrays.bounded"."""
    names = set()
    for node in ast.walk(tree or ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively; write the full name"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def ours(module: str) -> set[str]:
    """The modules of ours that a module imports."""
    found = set()
    for name in imports(module):
        while name and name not in MODULES:  # a name within a module stands for the module
            name = name.rpartition(".")[0]
        found |= {name} if name else set()
    return found


def libraries(module: str, tree: ast.AST | None = None) -> set[str]:
    """The top-level names of what it imports from elsewhere, without the standard library."""
    return (
        {name.partition(".")[0] for name in imports(module, tree)} - set(sys.stdlib_module_names) - set(OURS)
    )


def outside_functions(module: str) -> ast.Module:
    """What of a module is done when it is imported."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = set(chain.from_iterable(ast.walk(function) for function in functions))
    return ast.Module(
        [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and node not in inside], []
    )


def part(module: str) -> str:
    """The name by which `FLOORS` knows a module: its folder, or itself; all studies are one."""
    top, *below = module.split(".")
    return top if top == "studies" else (*below, "")[0]


def floor(module: str) -> int:
    floors = [height for height, parts in enumerate(FLOORS) if part(module) in parts]
    assert floors, f"{module} has no floor; give it one in FLOORS"
    return floors[0]


def test_the_walk_sees_the_package():
    assert {"simulation", "simulation.step", "simulation.rules.trust", "studies.known.arena"} <= set(MODULES)
    assert part("studies.known.arena") == "studies"
    assert floor("studies.known.arena") > floor("simulation")
    assert "simulation.rules.arrays" in ours("simulation.rules.trust")
    assert "numpy" in libraries("simulation.engine")


def test_imports_point_down():
    def may(module: str, other: str) -> bool:
        within = part(module) == part(other) and part(module) in FOLDERS
        return within or floor(other) < floor(module)

    no_lower = [
        f"{module} imports {other}" for module in MODULES for other in ours(module) if not may(module, other)
    ]
    assert no_lower == []


def test_no_module_imports_itself_by_a_detour():
    order = TopologicalSorter({module: ours(module) for module in MODULES}).static_order()
    assert set(order) == set(MODULES)  # static_order raises CycleError at a cycle


def test_the_ground_floor_imports_no_library():
    assert {module: ours(module) | libraries(module) for module in GROUND} == GROUND


def test_rules_know_no_library():
    rules = [module for module in MODULES if part(module) == "rules"]
    others = {
        other
        for module in rules
        for other in ours(module)
        if part(other) not in ("rules", "domains", "state", "parameters")
    }
    of_rules = {f"{module} imports {library}" for module in rules for library in libraries(module)}
    assert of_rules == {
        "simulation.rules.arrays imports numpy"
    }  # for plain numbers, which have no library of their own
    assert others == set()
    assert libraries("simulation.rules.arrays", outside_functions("simulation.rules.arrays")) == set()


def test_a_library_lives_in_one_place():
    def at_home(module: str, homes: str | tuple[str, ...]) -> bool:
        homes = (homes,) if isinstance(homes, str) else homes
        return any(module == home or module.startswith(f"{home}.") for home in homes)

    astray = [
        f"{module} imports {library}, which lives in {HOMES[library]}"
        for module in MODULES
        for library in sorted(libraries(module) & set(HOMES))
        if not at_home(module, HOMES[library])
    ]
    assert astray == []


def test_jax_is_imported_when_it_is_asked_for_only():
    """By one module of its own, which others import within functions."""
    at_once = {module: libraries(module, outside_functions(module)) for module in MODULES}
    assert [module for module, found in at_once.items() if "jax" in found] == [
        "simulation.compiled.programme"
    ]
    importing = {
        module
        for module in MODULES
        if any("compiled.programme" in name for name in imports(module, outside_functions(module)))
    }
    assert importing == set()


def test_chance_comes_from_one_file():
    makers = {"default_rng", "RandomState", "Philox", "SeedSequence", "standard_normal"}
    known = set()
    for module, path in MODULES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        if names & makers or "random" in {name.partition(".")[0] for name in imports(module, tree)}:
            known.add(module)
    assert known == {"simulation.draws"}
