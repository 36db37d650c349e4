"""Lists: one declaration answered as a page, as the fragment that a filter replaces, and as a file."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from pages.filters import RowFilters
from pages.year_page import YearPage
from reports.trail import note_export
from schools.access import NotThere
from schools.roles import Permission
from ui.filters import Filters
from ui.parts import Empty
from ui.tables import FORMS, Lazy, Listing, ListTable, export, list_table

CARRIED = ("sort", "columns", "per")


class ListPage(YearPage):
    """Mixed into a SchoolView: `self.show_list(…)` answers for a list."""

    list_template = "pages/list.html"

    def show_list(
        self,
        listing: Listing,
        rows: Iterable[Any] | Lazy,
        *,
        empty: Empty,
        filters: Filters | None = None,
        **context: Any,
    ) -> HttpResponseBase:
        """The list as the address asks; `?export=xlsx|csv` sends the rows shown as a file, for those who may download.

        Columns of money are left out for whoever sees no costs. `context` may hold `intro`, `every` (how many rows
        there are without filters), `switches`, `choices` (buttons at the head) and what the frame takes.
        """
        kept = listing if self.access.may(Permission.VIEW_COSTS) else listing.without("money")
        table = list_table(kept, rows, self.request.GET)
        if "export" in self.request.GET:
            return self.send_list(table, self.request.GET["export"])
        keep = [(name, value) for name in CARRIED for value in self.request.GET.getlist(name)]
        shown = {"title": listing.title, "table": table, "filters": filters, "empty": empty, "keep": keep}
        part = self.request.headers.get("HX-Target") == "results"
        template = "components/list.html" if part else self.list_template
        answer = self.page(template, shown | {"clear": self.request.path} | context)
        patch_vary_headers(answer, ["HX-Target"])  # else the browser's Back shows the cached fragment as the page
        return answer

    def show_rows(self, listing: Listing, found: RowFilters[Any], **context: Any) -> HttpResponseBase:
        """The list of rows that carry their own filters; `context` as for `show_list`."""
        return self.show_list(listing, found.matching, filters=found, every=len(found.rows), **context)

    def send_list(self, table: ListTable, form: str) -> FileResponse:
        """The file, noted in the trail. Raises NotThere for a format that lists do not come in."""
        self.access.need(Permission.EXPORT)
        if form not in FORMS:
            raise NotThere(f"A list does not come as {form}.")
        content = export(table, form)
        note_export(self.access, table.listing.title, form, table.count_words)
        name = f"{table.listing.title} - {self.access.school} - {str(self.access.year).replace('/', '-')}.{form}"
        return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=FORMS[form])
