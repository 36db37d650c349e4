"""Two hundred schools made at random cost what an independent statement of the rules says."""

from __future__ import annotations

import pytest

from tests.golden.test_random_schools import SEEDS, agrees

pytestmark = [pytest.mark.long, pytest.mark.django_db]


@pytest.mark.parametrize("seed", range(len(SEEDS), len(SEEDS) + 200))
def test_a_school(seed: int) -> None:
    agrees(seed)
