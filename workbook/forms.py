"""The form that takes a workbook."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

from ui.sheets import LIMITS, MEGABYTE, SheetError
from workbook.reading import from_file


class WorkbookUploadForm(forms.Form):
    """One workbook, refused with a sentence if it cannot be read at all."""

    file = forms.FileField(
        label="Workbook",
        help_text=f"An Excel workbook (.xlsx) of at most {LIMITS.packed // MEGABYTE} MB.",
        error_messages={"required": "Choose the workbook first.", "empty": "This file is empty. Choose another."},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        """The file, read once here so that an unreadable one is refused on this page and not on the next."""
        file: UploadedFile = self.cleaned_data["file"]
        try:
            from_file(file)
        except SheetError as error:
            raise forms.ValidationError(str(error)) from error
        return file
