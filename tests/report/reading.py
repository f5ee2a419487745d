"""Reads a page back as a strict reader would: balanced tags, unique anchors, words by place."""

from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "wbr"})


class Page(HTMLParser):
    """Parses a page; `wrong` lists what a strict reader would not forgive."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(html)
        self.close()
        self.wrong += [f"{tag} stays open" for tag, _said in self._open]
        self.wrong += [f"anchor {i} twice" for i in set(self.ids) if self.ids.count(i) > 1]
        targets = [value[1:] for _tag, name, value in self.attributes if name == "href" and value.startswith("#")]
        self.wrong += [f"nothing at #{t}" for t in targets if t not in self.ids]

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"{tag} has an attribute twice")
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            of_people = tag in {"blockquote", "bdi", "textarea", "q", "style"} or ("class", "said") in attrs
            seal = ("class", "seal") in attrs or ("class", "faces") in attrs
            self._open.append((tag, of_people or seal or any(said for _tag, said in self._open)))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self._open or self._open[-1][0] != tag:
            self.wrong.append(f"</{tag}> closes {self._open[-1:]}")
            return
        self._open.pop()

    def handle_data(self, data):
        if data.strip():
            (self.said if self._open and self._open[-1][1] else self.words).append(data.strip())

    def labels(self) -> list[str]:
        """Words that stand in attributes."""
        return [value for _tag, name, value in self.attributes if name in {"aria-label", "data-label", "title"}]
