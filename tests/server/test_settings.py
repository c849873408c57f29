"""Folders by profile: nothing outside the given home, no name that some system refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import HOME, log_folder, profile_name, server_folder, till_folders


def test_a_home_holds_everything(tmp_path: Path) -> None:
    environ = {HOME: str(tmp_path)}

    folders = till_folders("terrasse", environ)

    every = [folders.data, folders.cache, folders.logs, server_folder(environ=environ), log_folder(environ)]
    assert all(tmp_path in folder.parents for folder in every)
    assert not any(tmp_path.iterdir())


def test_two_profiles_share_no_folder(tmp_path: Path) -> None:
    environ = {HOME: str(tmp_path)}

    first, second = till_folders("c1", environ), till_folders("c2", environ)

    assert {first.data, first.cache, first.logs}.isdisjoint({second.data, second.cache, second.logs})
    assert first.data != first.cache


def test_the_demo_never_mixes_with_a_real_bar(tmp_path: Path) -> None:
    environ = {HOME: str(tmp_path)}

    assert server_folder(environ=environ) != server_folder(is_demo=True, environ=environ)


def test_without_a_home_the_system_says_where() -> None:
    assert till_folders("c1", {}).data.is_absolute()


@pytest.mark.parametrize("name", ["c1", "default", "le_baobab-2", "0", "a" * 32])
def test_plain_names_are_profiles(name: str) -> None:
    assert profile_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "C1", "a b", "../x", "a/b", "-a", "é", "a" * 33, "con", "com1", ".", "a\n"]
)
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="a profile is named"):
        profile_name(name)
