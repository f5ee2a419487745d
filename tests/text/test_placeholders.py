"""What stands for a picture, and what is somebody's words."""

import pytest

from closeknit.text.placeholders import kind_of_placeholder, kind_of_word


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[图片]", "image"),
        ("[圖片]", "image"),
        ("[Photo]", "image"),
        ("【语音】", "voice"),
        ("[檔案: 书单.xlsx]", "file"),
        ("[链接|活动报名表]", "link"),
        ("[微信红包] 恭喜发财", "redpacket"),
        ("[表情]不能发言", None),
        ("[玫瑰]", None),
        ("照片", None),
        ("[图片", None),
        ("", None),
        ("[" * 100_000, None),
    ],
)
def test_only_a_whole_bracket_is_a_placeholder(text: str, kind: str | None) -> None:
    assert kind_of_placeholder(text) == kind


def test_words_of_a_column_of_types() -> None:
    words = ("文本", "TEXT", "動畫表情", "Chat_History", "群公告", "whatever")
    assert [kind_of_word(word) for word in words] == ["text", "text", "sticker", "merged_forward", "announcement", None]
