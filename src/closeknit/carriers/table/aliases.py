"""The names that people and programs give to the columns of a table: English and both Chinese scripts in full, and the
common words of other languages that spreadsheets are kept in.

Written folded (`text.scripts.fold`: one script, no case) and without blanks, hyphens and brackets. The second
list of a role is of names that fit less well: they count where nothing of the first list is there.
"""

from typing import Final

ALIASES: Final[dict[str, tuple[str, str]]] = {
    "time": (
        """
        时间 日期时间 发送时间 传送时间 消息时间 讯息时间 信息时间 发言时间 留言时间 聊天时间 记录时间 创建时间 发布时间
        时间戳 时间戳记 time datetime timestamp createtime createdat createdtime createdutc
        sendtime senttime sentat strtime msgtime messagetime postedat posttime
        sentatutc timestamputc timeutc
        日时 送信日时 投稿日时 送信时刻 보낸시간 보낸시각 일시 작성시간 날짜시간 datumuhrzeit zeitstempel zeitpunkt
        fechahora fechayhora dataehora datahora data/hora fecha/hora horodatage dateheure dateetheure date/heure
        датавремя датаивремя времяотправки วันเวลา วันที่เวลา ngàygiờ thờigian waktu tarihsaat التاريخوالوقت
        """,
        """
        日期 发送日期 消息日期 date day sentdate senddate sent posted ts when created
        日付 送信日 时刻 날짜 시간 datum uhrzeit zeit fecha hora data orario ora heure дата время วันที่ เวลา
        ngày giờ tanggal jam tarih saat tijd godzina التاريخ الوقت تاريخ
        """,
    ),
    "author": (
        """
        昵称 发送者 发送人 传送者 传送人 发文者 发信人 发件人 寄件者 寄件人 发言人 发言者 留言者 留言人 说话人 讲者 作者
        发送者昵称 发送人昵称 群昵称 用户昵称 发送者名称 发送者姓名 发送人姓名 sender sendername sendernickname
        senderdisplayname author authorname from fromname user username
        nickname nick displayname speaker
        送信者 差出人 投稿者 発言者 보낸사람 발신자 작성자 보낸이 absender verfasser remitente emisor autor autora
        remetente auteur expéditeur émetteur mittente autore отправитель автор ผู้ส่ง ngườigửi pengirim gönderen
        afzender nadawca avsändare المرسل
        """,
        """
        姓名 名字 成员 成员名称 用户 用户名 用户名称 网名 使用者 使用者名称 备注名 name member
        名前 氏名 ユーザー ユーザー名 이름 닉네임 사용자 benutzer mitglied nombre usuario nome usuário nom utilisateur
        utente имя пользователь ник ชื่อ tên nama isim kullanıcı naam الاسم de von
        """,
    ),
    "author_id": (
        """
        微信id qqid qq qq号 qq号码 uid uin userid authorid senderid senderuin
        senderuid fromid wxid 微信号 账号 帐号 用户id 使用者id 发送者id 发送人id 发送者账号 成员id
        openid accountid memberid
        """,
        "",
    ),
    "text": (
        """
        内容 消息内容 留言内容 对话内容 文字内容 讯息内容 信息内容 聊天内容 发言内容 发送内容 message content
        text msg strcontent body messagetext messagebody messagecontent msgcontent
        本文 メッセージ 発言内容 メッセージ内容 내용 메시지 대화내용 nachricht nachrichtentext mensaje mensagem
        messaggio сообщение текстсообщения ข้อความ tinnhắn nộidung pesan mesaj bericht wiadomość meddelande الرسالة
        """,
        """
        消息 讯息 信息 正文 发言 文本 words post 原文
        テキスト 内容文 텍스트 inhalt texto contenido conteúdo texte contenu testo contenuto текст เนื้อหา isi
        metin tekst treść
        """,
    ),
    "type": (
        """
        类型 消息类型 讯息类型 信息类型 内容类型 type typename msgtype messagetype contenttype
        kind
        """,
        "",
    ),
    "channel": (
        """
        群 群名 群名称 群聊 群聊名称 群组 群组名称 聊天 聊天室 聊天对象 会话 会话名称 频道 频道名称 channel
        channelname room roomname chat chatname chatroom conversation group
        groupname talkername
        """,
        "",
    ),
    "id": (
        """
        messageid msgid msgsvrid 消息id 讯息id 信息id
        """,
        "",
    ),
    "reply_to": (
        """
        replyto replytoid replytomessageid inreplyto 回复id 回复消息id 回复的消息id 引用id
        引用消息id
        """,
        "",
    ),
    "quoted": (
        """
        引用 引用内容 引用消息 被引用内容 被回复内容 quote quoted quotedtext
        """,
        "",
    ),
    "event": ("event", ""),
    "inviter": ("inviter 邀请人 邀请者", ""),
}
