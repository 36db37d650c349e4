"""Rows for tests, one factory per model. Everything made for a school belongs to that school.

A factory without `school` makes a school of its own; what hangs below a row takes the school of that row.
"""

from tests.factories.audits import AuditChartFactory, AuditRowFactory, AuditTickFactory, CurrentProvisionFactory
from tests.factories.costing import (
    PayPointFactory,
    RoleHolderFactory,
    RolePayFactory,
    SchoolFundingRulesFactory,
    StaffRoleFactory,
)
from tests.factories.provisions import (
    AwardFactory,
    FundingStreamFactory,
    GroupFactory,
    MeasureFactory,
    OtherCostFactory,
    PlaceFactory,
    ProvisionFactory,
    ReviewFactory,
    ScoreFactory,
    SessionFactory,
    StaffingFactory,
    WholeSchoolProvisionFactory,
)
from tests.factories.pupils import (
    ClassFactory,
    ClassStaffFactory,
    OutcomeFactory,
    PupilFactory,
    PupilGroupFactory,
    PupilGroupMemberFactory,
    PupilNeedFactory,
    PupilProfileFactory,
    PupilYearFactory,
    SetFactory,
)
from tests.factories.reports import DocumentJobFactory, DocumentJobItemFactory
from tests.factories.schools import (
    DayBandFactory,
    HalfTermFactory,
    MembershipFactory,
    SchoolFactory,
    StaffFactory,
    UserFactory,
    YearFactory,
)

__all__ = [
    "AuditChartFactory",
    "AuditRowFactory",
    "AuditTickFactory",
    "AwardFactory",
    "ClassFactory",
    "ClassStaffFactory",
    "CurrentProvisionFactory",
    "DayBandFactory",
    "DocumentJobFactory",
    "DocumentJobItemFactory",
    "FundingStreamFactory",
    "GroupFactory",
    "HalfTermFactory",
    "MeasureFactory",
    "MembershipFactory",
    "OtherCostFactory",
    "OutcomeFactory",
    "PayPointFactory",
    "PlaceFactory",
    "ProvisionFactory",
    "PupilFactory",
    "PupilGroupFactory",
    "PupilGroupMemberFactory",
    "PupilNeedFactory",
    "PupilProfileFactory",
    "PupilYearFactory",
    "ReviewFactory",
    "RoleHolderFactory",
    "RolePayFactory",
    "SchoolFactory",
    "SchoolFundingRulesFactory",
    "ScoreFactory",
    "SessionFactory",
    "SetFactory",
    "StaffFactory",
    "StaffRoleFactory",
    "StaffingFactory",
    "UserFactory",
    "WholeSchoolProvisionFactory",
    "YearFactory",
]
