"""The package as others get it: a wheel in an environment of its own, away from the checkout, and the editable install.

Nothing is fetched: the wheel is built by hatchling as it stands here, and its dependencies are those of this run.
"""

from __future__ import annotations

import json
import re
import site
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest

from tests.processes import PROGRAM, environment, planprat, served

pytestmark = pytest.mark.wheel

ROOT = Path(__file__).resolve().parents[1]
PDF = b"%PDF-"
TOKEN = re.compile(r'name="token" value="([0-9a-f]+)"')
STYLESHEET = re.compile(r'rel="stylesheet" href="([^"]+)"')


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    _do(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    (built,) = folder.glob("planprat-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`planprat` of an environment that holds the wheel, and the libraries of this run beneath it."""
    folder = tmp_path_factory.mktemp("installed") / "env"
    _do(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    _do(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", wheel)
    (packages,) = folder.glob("lib/python3.*/site-packages")
    # Only a folder on the path: what the editable install put into it to find the checkout is not read.
    (packages / "libraries.pth").write_text("\n".join(site.getsitepackages()))
    return folder / "bin" / "planprat"


@pytest.fixture(params=["wheel", "editable"])
def program(request: pytest.FixtureRequest) -> Path:
    """`planprat` in each way of installing it."""
    if request.param == "wheel":
        found: Path = request.getfixturevalue("installed")
        return found
    return PROGRAM


def _do(*command: str | Path) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names} == {"bot", f"{wheel.name.rsplit('-', 3)[0]}.dist-info"}
    packed = {name.removeprefix("bot/") for name in names if name.startswith("bot/")}
    there = {
        path.relative_to(ROOT / "bot").as_posix()
        for path in (ROOT / "bot").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    content = {
        f"_content/{path.relative_to(ROOT / 'content').as_posix()}"
        for path in (ROOT / "content").rglob("*")
        if path.is_file()
    }
    assert packed == there | content


def test_the_program_of_the_wheel_uses_the_wheel(installed: Path, tmp_path: Path) -> None:
    asked = "import bot, bot.content; print(bot.__file__); print(bot.content.find_content())"
    done = subprocess.run(
        [installed.with_name("python"), "-c", asked],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    for place in done.stdout.split():
        assert Path(place).is_relative_to(installed.parents[1])


def test_the_content_is_found_and_in_order(program: Path, tmp_path: Path) -> None:
    told = json.loads(planprat(tmp_path / "data", "content", "check", "--json", program=program).out)
    assert told["worksheets"] == 5


def test_it_serves_away_from_the_checkout(program: Path, tmp_path: Path) -> None:
    """Tables are made, pages have their templates and stylesheet, papers have their fonts."""
    with served(tmp_path / "data", "--practice", program=program) as server:
        address = server.told["address"]
        with httpx.Client(base_url=address, follow_redirects=True) as browser:
            assert browser.get("/healthz").status_code == 200
            first = browser.get("/")
            assert first.status_code == 200
            style = browser.get(STYLESHEET.findall(first.text)[0])
            assert (style.status_code, style.headers["content-type"].partition(";")[0]) == (200, "text/css")
            door = browser.get(server.told["coordinator"])
            desk = browser.post("/desk/inn", data={"token": TOKEN.findall(door.text)[0]})
            assert "Jonas" in desk.text
            assert "Eldbjørg" in desk.text
            paper = browser.get("/desk/ark/crisis_plan.pdf")
            assert paper.content.startswith(PDF)
            assert b"NotoSans" in paper.content, "set in the fonts that are shipped"
