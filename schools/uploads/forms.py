"""The form that takes a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from schools.uploads import Importer
from ui.sheets import LIMITS, MEGABYTE


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        error_messages={"required": "Choose the file first.", "empty": "This file is empty. Choose another."}
    )

    def __init__(self, *sent: Any, importer: Importer[Any]) -> None:
        super().__init__(*sent)
        self.importer, field = importer, self.fields["file"]
        field.label = importer.what[0].upper() + importer.what[1:]
        field.help_text = f"{importer.kinds}, at most {LIMITS.packed // MEGABYTE} MB."
        field.widget.attrs["accept"] = importer.accept

    def clean_file(self) -> UploadedFile:
        """The file, if it is not too large; what is in it a worker reads."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LIMITS.packed:
            raise forms.ValidationError(
                f"The file is larger than {LIMITS.packed // MEGABYTE} MB. Choose a smaller one."
            )
        return file
