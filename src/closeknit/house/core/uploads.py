"""Files that people send: small enough, what they say they are, and without the place where they were taken."""

import errno
import hashlib
import io
from collections.abc import Callable
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from closeknit.house.core.refusals import Refusal

MEGABYTE: Final = 1_048_576
MOST_PIXELS: Final = 40_000_000


class TooLarge(Refusal):
    """More bytes than are taken."""

    code, status = "upload.too_large", 422
    text = gettext_lazy("This file is larger than {megabytes} MB.")
    hint = gettext_lazy("Send a smaller one.")


class NotAPicture(Refusal):
    """Not what it calls itself."""

    code, status = "upload.not_a_picture", 422
    text = gettext_lazy("This file is not a picture that can be read.")
    hint = gettext_lazy("JPEG, PNG and WebP work.")


class WrongKind(Refusal):
    """Contents of another kind than asked for."""

    code, status = "upload.wrong_kind", 422
    text = gettext_lazy("This file is not of the kind that is asked for here.")


class NoRoom(Refusal):
    """The disk is full."""

    code, status = "upload.no_room", 507
    text = gettext_lazy("There is no room left on this machine.")
    hint = gettext_lazy("Nothing was saved. Ask who runs the house to make room, then send it again.")


def picture(file: UploadedFile, *, field: str, most_bytes: int = 10 * MEGABYTE, edge: int = 1600) -> bytes:
    """The picture drawn anew as WebP, `edge` pixels at most: metadata and whatever hid in the file are gone."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    _small_enough(file, field, most_bytes)
    try:
        with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise TooLarge(field=field, megabytes=most_bytes // MEGABYTE)
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((edge, edge))
            drawn = io.BytesIO()
            clean = upright.convert("RGBA" if "A" in upright.getbands() else "RGB")
            clean.info.clear()
            clean.save(drawn, "WEBP", quality=82)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture(field=field) from error
    return drawn.getvalue()


def contents(
    file: UploadedFile, *, field: str, most_bytes: int, fits: Callable[[bytes], bool] = lambda _head: True
) -> bytes:
    """The bytes of a file; `fits` is asked about the first 4,096 of them (a name or a header proves nothing)."""
    _small_enough(file, field, most_bytes)
    taken = file.read()
    if not fits(taken[:4096]):
        raise WrongKind(field=field)
    return bytes(taken)


def _small_enough(file: UploadedFile, field: str, most_bytes: int) -> None:
    if file.size is None or file.size > most_bytes:
        raise TooLarge(field=field, megabytes=max(1, most_bytes // MEGABYTE))


def keep(data: bytes, *, folder: str, suffix: str) -> str:
    """Keep bytes under their own hash and give the name; never served but by a view that asks for permission.

    What a broken write left under the name is written anew. Raises NoRoom.
    """
    name = f"{folder}/{hashlib.sha256(data).hexdigest()}{suffix}"
    if default_storage.exists(name):
        if default_storage.size(name) == len(data):
            return name
        default_storage.delete(name)
    try:
        return default_storage.save(name, ContentFile(data))
    except OSError as error:
        default_storage.delete(name)
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise NoRoom from error
        raise


def fetch(name: str) -> bytes:
    """The bytes kept under a name; FileNotFoundError where there are none."""
    with default_storage.open(name) as stream:
        return bytes(stream.read())


def drop(name: str) -> None:
    """Remove what is kept under a name, once nothing refers to it."""
    default_storage.delete(name)
