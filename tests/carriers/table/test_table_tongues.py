"""Tables whose columns are named in other languages than English and Chinese."""

import pytest

from closeknit.carriers.contract import POSSIBLE
from closeknit.carriers.table import CARRIER
from closeknit.carriers.table.aliases import ALIASES
from closeknit.records.options import ReadOptions
from closeknit.sources.source import of_bytes
from closeknit.text.scripts import fold


@pytest.mark.parametrize(
    "text",
    [
        "Datum;Uhrzeit;Absender;Nachricht\n25.01.2024;15:04;Jo;ja; doch\n",
        "Fecha,Hora,Remitente,Mensaje\n25/01/2024,3:04 p. m.,Jo,ja; doch\n",
        'Date;Auteur;Message\n25/01/2024 15:04;Jo;"ja; doch"\n',
        "Data/Hora,De,Texto\n25/01/2024 15:04,Jo,ja; doch\n",
        "Data,Ora,Mittente,Messaggio\n25/01/2024,15:04,Jo,ja; doch\n",
        "日時,送信者,本文\n2024/01/25 15:04,Jo,ja; doch\n",
        "留言時間\t留言者\t留言內容\n2024/1/25 下午 03:04\tJo\tja; doch\n",
        "時間,暱稱,內容\n2024-01-25 15:04,Jo,ja; doch\n",
        "傳送時間,傳送者,訊息\n2024-01-25 15:04,Jo,ja; doch\n",
        "时间戳,发送者,内容\n2024-01-25 15:04,Jo,ja; doch\n",
        "날짜,보낸사람,내용\n2024-01-25 15:04,Jo,ja; doch\n",
        "날짜,보낸사람,내용\n2024. 1. 25. 오후 3:04,Jo,ja; doch\n",
        "날짜,보낸사람,내용\n2024년 1월 25일 오후 3:04,Jo,ja; doch\n",
        'Дата;Автор;Сообщение\n25.01.2024 15:04;Jo;"ja; doch"\n',
        "วันที่,ผู้ส่ง,ข้อความ\n25/1/2567 15:04,Jo,ja; doch\n",
        "Ngày,Giờ,Người gửi,Tin nhắn\n25/01/2024,15:04,Jo,ja; doch\n",
        "Tanggal,Jam,Pengirim,Pesan\n25/01/2024,15:04,Jo,ja; doch\n",
        "التاريخ,المرسل,الرسالة\n2024-01-25 15:04,Jo,ja; doch\n",
        "日期,發送人,內容\n113/1/25 15:04,Jo,ja; doch\n",
    ],
)
def test_a_table(text: str) -> None:
    source = of_bytes("x.csv", "x.csv", text.encode())
    assert CARRIER.sniff(source) == POSSIBLE
    (row,) = CARRIER.read(source, ReadOptions()).messages.to_pylist()
    assert (row["sent_at"].strftime("%Y-%m-%d %H:%M"), row["author"], row["text"]) == (
        "2024-01-25 15:04",
        "Jo",
        "ja; doch",
    )


def test_names_are_written_folded_and_stand_once() -> None:
    words = [word for groups in ALIASES.values() for group in groups for word in group.split()]
    assert [word for word in words if fold(word) != word] == []
    assert sorted(word for word in set(words) if words.count(word) > 1) == []
