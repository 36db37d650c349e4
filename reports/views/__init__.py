"""The pages that join the apps: home, map, pupils, groups, papers."""
