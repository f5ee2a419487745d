"""The words that WhatsApp writes in exports, in the languages that were seen; lower case, without a full stop.

Gathered from exports quoted in public issue threads and parsers, November 2026. A language that is missing costs a
kind (`text` instead of `other`), never a row.
"""

import re
from typing import Final


def _phrases(text: str) -> frozenset[str]:
    return frozenset(one_of(text).lower().split("|"))


def one_of(text: str) -> str:
    """Alternatives of a pattern, written with | or one a line."""
    return "|".join(part.strip() for part in text.replace("\n", "|").split("|") if part.strip())


OMITTED: Final = _phrases("""
    media omitted | media weggelaat | تم استبعاد الوسائط | media buraxıldı | media çıxarılmışdır | без файл
    মিডিয়া বাদ দেওয়া হয়েছে | fitxers multimèdia omesos | mitjans omesos | média vynechány | média vynechána
    medier udeladt | mediefil udeladt | medien ausgeschlossen | medien weggelassen | medien ausgelassen
    εξαίρεση πολυμέσων | αρχείο παραλήφθηκε | multimedia omitido | archivo omitido | se omitió multimedia
    meedia välja jäetud | meedia ära jäetud | رسانه حذف شد | media jätettiin pois | media jätetty pois | médias omis
    fichier omis | मीडिया के बिना | मीडिया छोड़ा गया | medijski zapis izostavljen | média elhagyva
    hiányzó médiafájl | media tidak disertakan | media omessi | media omesso | המדיה לא נכללה | מדיה הושמטה
    メディアなし | メディアは含まれていません | メディアが省略されました | файлдар қосылмаған | 미디어 파일 제외됨
    미디어 파일을 생략한 대화내용 | 미디어 생략됨 | medija praleista | nav iekļauta multivide | без фајлови
    media dikecualikan | media disingkirkan | media utelatt | uten vedlegg | media weggelaten | pominięto multimedia
    pliki pominięto | ficheiro não revelado | mídia omitida | mídia oculta | arquivo de mídia oculto
    ficheiro multimédia oculto | conținut media omis | без медиафайлов | файл пропущен | médiá vynechané
    datoteke izpuščene | medij izpuščen | media u hoq | медији су изостављени | media utelämnat
    media har utelämnats | media hazijajumuishwa | ไฟล์สื่อถูกลบ | สื่อถูกลบ | medya dahil edilmedi | medya atlanmış
    медіа пропущено | bỏ qua tệp phương tiện | 忽略多媒體檔 | 省略多媒体文件 | 省略多媒體檔案 | 已省略多媒體檔案
    省略影音内容 | 省略影音內容 | 媒體已略去 | 媒体已略去 | 媒体省略 | 媒體省略 | view once voice message omitted
    view once message omitted | media udeladt
""")
"""Inside angle brackets: something was left out, and not said what."""

OMITTING_WORDS: Final = _phrases("""
    omitted | omitido | omitida | omitidos | omitidas | oculto | oculta | ocultado | ocultada | excluido | excluida
    excluído | excluída | omis | omise | absent | absente | retiré | omesso | omessa | omessi | weggelassen
    ausgeschlossen | ausgelassen | weggelaten | utelämnad | utelatt | udeladt | отсутствует | пропущен | пропущено
    dahil edilmedi | tidak disertakan | pominięto | pominięty | pominięta | 已略去 | 略去 | 已省略 | 省略 | 被省略
    已忽略 | 忽略 | が省略されました | は省略されました | 省略されました | なし | 생략 | 생략됨 | 제외 | 제외됨
    غير مشمول | غير مشمولة
""")
OMITTING: Final = re.compile(
    r"[\s\b]?(?:" + "|".join(sorted(OMITTING_WORDS, key=len, reverse=True)) + ")$|^已?(?:略去|省略|忽略)"
)
"""What follows the name of the medium in `image omitted`."""

_WORDS: Final = {
    "image": """
    image|imagen|imagem|immagine|bild|foto|photo|picture|afbeelding|изображение|фото|görüntü|fotoğraf|gambar|zdjęcie
    图片|圖片|图像|圖像|相片|照片|画像|写真|이미지|사진|الصورة|صورة|gif|动图|動圖|动态图|動態圖
    """,
    "video": """
    video|vídeo|vidéo|видео|видеозаметка|video ?note|video message|videonachricht|videonotiz
    视频|影片|視訊|視像|動画|ビデオ|동영상|비디오|الفيديو|فيديو
    """,
    "voice": """
    audio|áudio|voice|voice message|аудио|ses|sprachnachricht
    音频|音訊|语音|語音|语音消息|語音訊息|音声|オーディオ|音声メッセージ|오디오|음성|음성 메시지
    """,
    "sticker": """
    sticker|стикер|figurinha|pegatina|autocollant|çıkartma|stiker|naklejka
    贴图|貼圖|贴纸|貼紙|表情|スタンプ|ステッカー|스티커
    """,
    "file": """
    document|documento|dokument|файл|документ|belge|dokumen|文件|文档|文檔|檔案|文書|ドキュメント|문서|파일
    """,
    "contact": """
    contact card|contact|tarjeta de contacto|contacto|kontakt|kontaktkarte|fiche contact|cartão (?:do|de) contato
    contato|scheda contatto|контакт|карточка контакта
    联系人|联系人名片|聯絡人|聯絡人名片|連絡先|連絡先カード|연락처|연락처 카드
    """,
}
MEDIA: Final = {kind: re.compile(one_of(words)) for kind, words in _WORDS.items()}
"""Kind → the words for it that stand before (or after) what `OMITTING` finds."""

ATTACHED: Final = _phrases("""
    attached | file attached | adjunto | archivo adjunto | anhang | angehängt | datei angehängt | pièce jointe
    fichier joint | anexado | anexo | arquivo anexado | ficheiro anexado | allegato | file allegato | bijlage
    bijgevoegd | bestand bijgevoegd | вложение | файл добавлен | файл прикреплен | файл прикреплён | ekli dosya
    dosya ekli | terlampir | file terlampir | 添付 | 添付ファイル | ファイル添付 | ファイルが添付されています | 附件
    文件附件 | 附件檔案 | 已附加 | 檔案已附加 | 文件已附加 | 첨부 | 첨부됨 | 파일 첨부 | 파일 첨부됨 | مرفق
    ملف مرفق | załączono plik | bifogad fil | vedlagt fil | liitetiedosto
""")

DELETED: Final = _phrases("""
    this message was deleted | you deleted this message | message deleted | 这条消息已删除 | 此消息已删除
    此消息已被删除 | 消息已删除 | 您删除了这条消息 | 您已删除此消息 | 你已删除此消息 | 你删除了此消息 | 此訊息已刪除
    此訊息已被刪除 | 這則訊息已刪除 | 已刪除此訊息 | 你已刪除此訊息 | 您已刪除此訊息 | 你刪除了此訊息
    diese nachricht wurde gelöscht | du hast diese nachricht gelöscht | este mensaje fue eliminado
    se eliminó este mensaje | eliminaste este mensaje | mensagem apagada | esta mensagem foi apagada
    essa mensagem foi apagada | você apagou esta mensagem | você apagou essa mensagem | apagou esta mensagem
    ce message a été supprimé | vous avez supprimé ce message | questo messaggio è stato eliminato
    hai eliminato questo messaggio | このメッセージは削除されました | メッセージを削除しました
    このメッセージを削除しました | 이 메시지는 삭제되었습니다 | 삭제된 메시지입니다 | 메시지를 삭제했습니다
    dit bericht is verwijderd | je hebt dit bericht verwijderd | u hebt dit bericht verwijderd
    данное сообщение удалено | вы удалили данное сообщение | это сообщение удалено | сообщение удалено
    bu mesaj silindi | bu mesajı sildiniz | pesan ini dihapus | pesan ini telah dihapus | anda menghapus pesan ini
    تم حذف هذه الرسالة | لقد حذفت هذه الرسالة | यह संदेश हटा दिया गया है | यह संदेश मिटाया गया
    ta wiadomość została usunięta | usunięto tę wiadomość | detta meddelande raderades | denne meldingen ble slettet
    tämä viesti poistettiin
""")

WAITING: Final = _phrases("""
    waiting for this message | waiting for this message. this may take a while | 正在等待此消息
    正在等待此消息。这可能需要一段时间 | 正在等候此訊息 | 正在等待此訊息。這可能需要一段時間
    nachricht wird erwartet | esperando el mensaje | aguardando mensagem | en attente de ce message
    in attesa del messaggio
""")
"""Rows whose content never reached the phone."""

LIVE_PLACE: Final = _phrases("""
    live location shared | live-standort wird geteilt | ubicación en tiempo real compartida
    localização em tempo real compartilhada | localisation en direct partagée | posizione attuale condivisa
    已分享实时位置 | 已分享即時位置 | 已分享即時位置資訊
""")

MISSED_CALL: Final = _phrases("""
    missed voice call | missed video call | missed group voice call | missed group video call | voice call
    video call | 未接语音通话 | 未接视频通话 | 未接語音通話 | 未接語音來電 | 未接視訊通話 | 未接視像通話
    未接視訊來電 | 未接来电 | 未接來電 | verpasster sprachanruf | verpasster videoanruf | llamada perdida
    llamada de voz perdida | videollamada perdida | chamada de voz perdida | chamada de vídeo perdida
    ligação de voz perdida | ligação de vídeo perdida | appel vocal manqué | appel vidéo manqué
    chiamata vocale persa | videochiamata persa | 音声着信 | ビデオ着信 | 不在着信 | 부재중 음성전화
    부재중 영상통화 | 부재중 전화 | gemiste spraakoproep | gemiste video-oproep | пропущенный аудиозвонок
    пропущенный видеозвонок | cevapsız sesli arama | cevapsız görüntülü arama
""")
"""How a call begins (`Missed voice call, tap to call back`), where WhatsApp marked it as its own words."""
