"""Settings for measuring: those of the tests, with sign-in by password alone, which is not what is measured."""

from tests.settings import *  # noqa: F403

DEMO = True
