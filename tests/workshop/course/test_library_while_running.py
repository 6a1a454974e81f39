"""A slip in one module stops no other, and the version before stays valid until it is mended."""

import os
import shutil

import pytest

from tests.workshop.course.test_library import GOOD, write
from workshop.course import library as library_file
from workshop.course.library import ContentError, Library

SLIP = GOOD.replace('kind = "choice"', 'kind = "choise"')
OTHER = GOOD.replace('code = "M9"', 'code = "M8"')


@pytest.fixture
def course(tmp_path):
    """A folder with two good modules, «prueba» (M9) and «otra» (M8)."""
    folder = tmp_path / "course"
    folder.mkdir()
    write(folder, GOOD)
    write(folder, OTHER, "otra")
    return folder


def said(library):
    return [(problem.file, problem.line) for problem in library.problems]


def edit(folder, content, slug="prueba"):
    """Write as an editor does; the clock of a fast disk may stand still between two writes."""
    write(folder, content, slug)
    path = folder / slug / "module.toml"
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000))


def test_one_slip_stops_one_module(course):
    write(course, SLIP)
    library = Library(course)
    assert list(library) == ["otra"]
    assert said(library) == [("prueba/module.toml", GOOD[: GOOD.index("kind")].count("\n") + 1)]
    assert library.problems_of("otra") == ()


def test_every_module_may_have_a_slip(course):
    write(course, SLIP)
    write(course, "esto no es TOML", "otra")
    assert (list(Library(course)), len(Library(course).problems)) == ([], 2)


def test_an_edit_is_read_without_a_restart(course):
    library = Library(course)
    edit(course, GOOD.replace("¿Sí o no?", "¿No o sí?"))
    assert library["prueba"].activity("a1").prompt == "¿Sí o no?"
    assert library.refresh()["prueba"].activity("a1").prompt == "¿No o sí?"


def test_while_there_is_a_slip_the_version_before_is_valid(course, caplog):
    library = Library(course)
    good = library["prueba"]
    edit(course, SLIP)
    assert library.refresh()["prueba"] == good
    assert [problem.folder for problem in library.problems] == ["prueba"]
    assert caplog.text.count("prueba/module.toml, línea") == 1
    library.refresh()
    assert caplog.text.count("prueba/module.toml, línea") == 1  # the terminal is told once
    edit(course, GOOD.replace("Prueba", "Mejor"))
    assert (library.refresh()["prueba"].title, said(library)) == ("Mejor", [])


def test_the_version_before_outlives_a_restart(course, tmp_path):
    good = Library(course, tmp_path / "kept")["prueba"]
    (course / "prueba" / "module.usted.toml").write_text('"¿Cómo?" = "¿Cómo?"\n', "utf-8")
    again = Library(course, tmp_path / "kept")
    assert again["prueba"] == good
    assert said(again) == [("prueba/module.usted.toml", 1)]
    (course / "prueba" / "module.usted.toml").unlink()
    assert said(again.refresh()) == []


def test_the_twin_of_the_version_before_is_kept_with_it(course, tmp_path):
    twin = course / "prueba" / "module.usted.toml"
    twin.write_text('"¿Sí o no?" = "¿Lo sabe?"\n', "utf-8")
    Library(course, tmp_path / "kept")
    edit(course, SLIP)
    kept = Library(course, tmp_path / "kept")["prueba"]
    assert kept.with_usted().activity("a1").prompt == "¿Lo sabe?"


def test_a_copied_folder_leaves_the_first_one_alone(course, tmp_path):
    library = Library(course, tmp_path / "kept")
    shutil.copytree(course / "prueba", course / "a-copia")  # comes first by its name
    for each in (library.refresh(), Library(course, tmp_path / "kept")):
        assert list(each) == ["otra", "prueba"]
        assert [problem.file for problem in each.problems] == ["a-copia/module.toml"]
        assert "ya es de «prueba»" in each.problems[0].what


def test_two_folders_with_one_code_at_the_first_start(course):
    shutil.copytree(course / "prueba", course / "prueba-copia")
    library = Library(course)
    assert list(library) == ["otra", "prueba"]
    assert [problem.folder for problem in library.problems] == ["prueba-copia"]


def test_who_takes_the_code_of_another_keeps_the_version_before(course):
    library = Library(course)
    edit(course, OTHER.replace("Prueba", "Ajena"))
    assert [module.code for module in library.refresh().values()] == ["M8", "M9"]
    assert library["prueba"].title == "Prueba"
    assert [problem.folder for problem in library.problems] == ["prueba"]


def test_a_folder_that_goes_takes_its_module_with_it(course, tmp_path):
    library = Library(course, tmp_path / "kept")
    shutil.rmtree(course / "prueba")
    assert list(library.refresh()) == ["otra"]
    write(course, SLIP)  # somebody starts anew under the same name
    assert list(Library(course, tmp_path / "kept")) == ["otra"]


def test_a_course_that_is_pulled_out_stays_as_it_was(course, tmp_path):
    library = Library(course, tmp_path / "kept")
    course.rename(tmp_path / "elsewhere")
    assert list(library.refresh()) == ["otra", "prueba"]
    assert "no se puede abrir" in library.problems[0].what
    (tmp_path / "elsewhere").rename(course)
    assert (list(library.refresh()), said(library)) == (["otra", "prueba"], [])


def test_a_course_that_is_not_there_at_the_start_is_refused(tmp_path):
    with pytest.raises(ContentError, match="no se puede abrir"):
        Library(tmp_path / "nada")


def test_a_full_disk_forgets_nothing_that_runs(course, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(library_file.shutil, "copy2", full)
    assert list(Library(course, tmp_path / "kept")) == ["otra", "prueba"]


def test_only_what_changed_is_read_again(course, monkeypatch):
    read = []

    def note(path, slug, read_module=library_file.read_module):
        read.append(slug)
        return read_module(path, slug)

    monkeypatch.setattr(library_file, "read_module", note)
    library = Library(course)
    edit(course, GOOD.replace("Prueba", "Mejor"))
    library.refresh().refresh()
    assert read == ["otra", "prueba", "prueba"]
