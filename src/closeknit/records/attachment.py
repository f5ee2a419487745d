"""The kind of a message that carries a file, told from the file's name or media type."""

from typing import Final

_SUFFIXES: Final = {
    "image": "jpg jpeg jpe jfif png gif webp heic heif bmp tif tiff svg avif",
    "video": "mp4 m4v mov 3gp 3g2 avi mkv webm wmv flv mpg mpeg",
    "voice": "opus ogg oga m4a mp3 aac amr wav flac silk caf wma aiff",
    "contact": "vcf vcard",
    "sticker": "tgs",
}
_KIND_OF: Final = {suffix: kind for kind, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}
_TYPES: Final = {"image": "image", "video": "video", "audio": "voice"}


def kind_of_file(name: str, media_type: str = "") -> str:
    """One of `message.KINDS`: by `media_type` ("image/png") where given, else by the suffix of `name`.

    `name` may be an address; what follows `?` or `#` is cut. Sound is `voice`, for exports rarely tell music
    from speech; everything that is not known is `file`.
    """
    known = _TYPES.get(media_type.partition("/")[0].lower()) if media_type else None
    if known:
        return known
    suffix = name.partition("?")[0].partition("#")[0].rpartition(".")[2].strip().lower()
    return _KIND_OF.get(suffix, "file")
