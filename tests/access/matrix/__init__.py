"""Who may open what. A new address fails `test_matrix` until it has its row here, or in the file of its topic."""

from __future__ import annotations

from tests.access.matrix import (
    audit,
    costs,
    current,
    gaps,
    groups,
    imports,
    places,
    plan,
    provisions,
    pupils,
    records,
    school,
    years,
)
from tests.access.matrix.rows import (
    CLASS_TEAM,
    EVERYONE,
    IMPORTERS,
    LEADERS,
    NOBODY_S_JOB,
    NOBODY_S_UPLOAD,
    OFFICE,
    SCHOOL,
    Row,
    class_of_near,
    papers,
    pupil,
)
from tests.access.world import Full

MATRIX: dict[str, list[Row]] = {
    "": [Row(EVERYONE)],
    "search/": [Row(EVERYONE)],
    "attention/": [Row(LEADERS | CLASS_TEAM)],
    "map/": [Row(LEADERS | CLASS_TEAM | {"governor"})],
    "groups/": [Row(LEADERS | CLASS_TEAM)],
    "groups/<int:pk>/": [Row(LEADERS | CLASS_TEAM, lambda full: {"pk": full.group.pk})],
    "groups/<int:pk>/history/": [Row(LEADERS | CLASS_TEAM, lambda full: {"pk": full.group.pk})],
    "provisions/<int:pk>/history/": [Row(LEADERS | CLASS_TEAM, lambda full: {"pk": full.group.provision_id})],
    "roles/<int:pk>/history/": [Row(LEADERS, lambda full: {"pk": full.group.staffing.first().role_id})],
    "classes/<int:pk>/": [class_of_near()],
    "classes/<int:pk>/history/": [class_of_near()],
    "today/": [Row(LEADERS | CLASS_TEAM)],
    "provisions/": [Row(LEADERS | CLASS_TEAM)],
    "provisions/<int:pk>/": [Row(LEADERS | CLASS_TEAM, lambda full: {"pk": full.group.provision_id})],
    "school/": [Row(EVERYONE)],
    "people/": [Row(OFFICE)],
    "people/<int:pk>/": [Row(OFFICE, lambda full: {"pk": full.group.staffing.get(person__isnull=False).person_id})],
    "classes/": [Row(OFFICE)],
    "calendar/": [Row(EVERYONE)],
    **{f"costs/{page}": [Row(LEADERS)] for page in ("", "roles/", "scales/", "whole-school/", "budgets/", "awards/")},
    "costs/roles/<path:code>/": [Row(LEADERS, lambda full: {"code": f"{full.mark}TA"})],
    "rules/": [Row(LEADERS)],
    "rules/<str:key>/": [Row(LEADERS, lambda full: {"key": "39-week-timetable"})],
    "pupils/": [Row(LEADERS | CLASS_TEAM)],
    "pupils/<int:pk>/": [Row(LEADERS | CLASS_TEAM, pupil, in_reach=True)],
    "pupils/<int:pk>/provision/": [Row(LEADERS | CLASS_TEAM, pupil, in_reach=True)],
    "pupils/<int:pk>/costs/": [Row(LEADERS, pupil, in_reach=True)],
    "pupils/<int:pk>/years/": [Row(LEADERS | CLASS_TEAM, pupil, in_reach=True)],
    "pupils/<int:pk>/history/": [Row(LEADERS | CLASS_TEAM, pupil, in_reach=True)],
    "pupils/<int:pk>/papers/": [Row(LEADERS | CLASS_TEAM, pupil, in_reach=True)],
    "pupils/<int:pk>/papers/<slug:name>/": papers(LEADERS | {"teacher"}),
    "pupils/<int:pk>/papers/<slug:name>.<slug:form>": [
        *papers(LEADERS | {"teacher"}, form="pdf"),
        *papers(LEADERS, form="xlsx"),
    ],
    "papers/": [Row(EVERYONE)],
    "papers/many/": [Row(LEADERS)],
    "papers/many/<int:pk>/": [
        Row(frozenset({"senco"}), lambda full: {"pk": full.job.pk}, not_theirs=LEADERS - {"senco"})
    ],
    "papers/many/<int:pk>/file/": [Row(LEADERS, lambda full: {"pk": NOBODY_S_JOB}, ok=404)],
    "papers/<slug:name>/": [
        Row(LEADERS | {"governor"}, lambda full: {"name": "whole-school-costs"}),
        Row(LEADERS, lambda full: {"name": "costs-by-role"}),
        Row(LEADERS, lambda full: {"name": "costs-by-stream"}),
        Row(LEADERS, lambda full: {"name": "plan"}),
        Row(frozenset({"head", "senco", "teacher"}), lambda full: {"name": "sen-register"}),
        Row(frozenset({"head", "senco", "teacher"}), lambda full: {"name": "gap-analysis"}),
        Row(frozenset({"head", "senco", "teacher"}), lambda full: {"name": "audit-chart"}),
        Row(EVERYONE, lambda full: {"name": "our-offer"}),
        Row(LEADERS | CLASS_TEAM, lambda full: {"name": "current-provision"}),
        Row(LEADERS | {"governor"}, lambda full: {"name": "whole-school-map"}),
        Row(LEADERS, lambda full: {"name": "year-group-map"}),
        Row(LEADERS | CLASS_TEAM, lambda full: {"name": "weekly-timetable"}),
        Row(EVERYONE, lambda full: {"name": "proforma-audit-chart"}),
    ],
    "papers/<slug:name>.<slug:form>": [
        Row(LEADERS | {"governor"}, lambda full: {"name": "whole-school-costs", "form": "xlsx"}),
        Row(frozenset({"head", "senco"}), lambda full: {"name": "sen-register", "form": "xlsx"}),
        Row(frozenset({"head", "senco"}), lambda full: {"name": "gap-analysis", "form": "pdf"}),
        Row(frozenset({"head", "senco"}), lambda full: {"name": "gap-analysis", "form": "xlsx"}),
        Row(frozenset({"head", "senco", "teacher"}), lambda full: {"name": "audit-chart", "form": "pdf"}),
        Row(frozenset({"head", "senco"}), lambda full: {"name": "audit-chart", "form": "xlsx"}),
        Row(EVERYONE, lambda full: {"name": "our-offer", "form": "html"}),
        Row(LEADERS, lambda full: {"name": "current-provision", "form": "xlsx"}),
        Row(LEADERS, lambda full: {"name": "plan", "form": "xlsx"}),
        Row(LEADERS, lambda full: {"name": "year-group-map", "form": "xlsx"}),
        Row(LEADERS, lambda full: {"name": "weekly-timetable", "form": "xlsx"}),
        Row(EVERYONE, lambda full: {"name": "proforma-audit-chart", "form": "xlsx"}),
        Row(LEADERS | {"governor"}, lambda full: {"name": "whole-school-map", "form": "pdf"}),
        Row(LEADERS | {"governor"}, lambda full: {"name": "whole-school-map", "form": "xlsx"}),
    ],
    "workbook/": [Row(IMPORTERS | LEADERS)],
    "workbook/export/": [Row(IMPORTERS | LEADERS)],
    "workbook/template/": [Row(IMPORTERS)],
    "workbook/upload/<uuid:upload>/": [Row(IMPORTERS, lambda full: {"upload": NOBODY_S_UPLOAD}, ok=302)],
    "workbook/upload/<uuid:upload>/discard/": [Row(IMPORTERS, lambda full: {"upload": NOBODY_S_UPLOAD}, ok=405)],
}

for topic in (
    audit, costs, current, gaps, groups, imports, places,
    plan, provisions, pupils, records, school, years,
):  # fmt: skip
    MATRIX |= topic.MATRIX


def address(pattern: str, row: Row, full: Full) -> str:
    """The address of a row at one school, written out."""
    path = "/" + SCHOOL.replace("<slug:school>", full.school.slug) + pattern
    for name, value in row.parts(full).items():
        for kind in ("int", "slug", "uuid", "str", "path"):
            path = path.replace(f"<{kind}:{name}>", str(value))
    return path


ROWS = [(pattern, row) for pattern, rows in MATRIX.items() for row in rows]
IDS = [f"{pattern or 'home'}-{number}" for number, (pattern, _) in enumerate(ROWS)]
