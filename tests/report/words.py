"""The words of the invented circle in three languages; all people are invented."""
# ruff: noqa: E501 - tables of sentences

_HANT = (
    "許立夏 吳霜降 林白露 周小滿 陳穀雨 張驚蟄 何處暑 葉芒種 郭春分 王雨水 宋立冬 簡白藏 杜朱明 魏青陽 方仲夏 蔡夏至 "
    "鄭寒露 羅大雪 邱小寒 宋立秋 曾玄英 潘清明 江大寒 余元月 蘇花朝 戴端午 范重陽 石上巳 丁臘八 彭小雪 傅立春 沈秋分 "
    "姚冬至 盧小暑 梁大暑 唐季春 馮孟秋 董仲冬 袁季夏 蔣孟春 韓仲秋 徐季秋 孫孟冬 朱季冬 胡仲春 高孟夏"
)
_HANS = (
    "许立夏 吴霜降 林白露 周小满 陈谷雨 张惊蛰 何处暑 叶芒种 郭春分 王雨水 宋立冬 简白藏 杜朱明 魏青阳 方仲夏 蔡夏至 "
    "郑寒露 罗大雪 邱小寒 宋立秋 曾玄英 潘清明 江大寒 余元月 苏花朝 戴端午 范重阳 石上巳 丁腊八 彭小雪 傅立春 沈秋分 "
    "姚冬至 卢小暑 梁大暑 唐季春 冯孟秋 董仲冬 袁季夏 蒋孟春 韩仲秋 徐季秋 孙孟冬 朱季冬 胡仲春 高孟夏"
)
_EN = (
    "Hsu Lihsia|Wu Shuangjiang|Lin Bailu|Chou Xiaoman|Chen Guyu|Chang Jingzhe|Ho Chushu|Yeh Mangzhong|Kuo Chunfen|"
    "Wang Yushui|Sung Lidong|Chien Baizang|Tu Zhuming|Wei Qingyang|Fang Zhongxia|Tsai Xiazhi|Cheng Hanlu|Lo Daxue|"
    "Chiu Xiaohan|Sung Liqiu|Tseng Xuanying|Pan Qingming|Chiang Dahan|Yu Yuanyue|Su Huachao|Tai Duanwu|Fan Chongyang|"
    "Shih Shangsi|Ting Laba|Peng Xiaoxue|Fu Lichun|Shen Qiufen|Yao Dongzhi|Lu Xiaoshu|Liang Dashu|Tang Jichun|"
    "Feng Mengqiu|Tung Zhongdong|Yuan Jixia|Chiang Mengchun|Han Zhongqiu|Hsu Jiqiu|Sun Mengdong|Chu Jidong|Hu Zhongchun|Kao Mengxia"
)
PEOPLE = {"zh-Hant": tuple(_HANT.split()), "zh-Hans": tuple(_HANS.split()), "en": tuple(_EN.split("|"))}

SAID = {
    "zh-Hant": (
        "大家好，我第一次參加讀書會，會很難嗎？", "歡迎！從第一章開始就好，不會難。", "第五章那個賣傘的，到底有沒有回來？",
        "我覺得沒有。你看最後那句「傘還掛著」。", "有人知道東門那間二手書店週日開嗎？", "有，下午兩點以後。",
        "誰有多的《白河誌》可以借我兩週？我拿《南窗筆談》跟你換。", "讀完了，心裡悶悶的。明天誰有空講講話？", "我有空，八點以後。",
        "今晚八點半，老地方。",
    ),
    "zh-Hans": (
        "大家好，我第一次参加读书会，会很难吗？", "欢迎！从第一章开始就好，不会难。", "第五章那个卖伞的，到底有没有回来？",
        "我觉得没有。你看最后那句“伞还挂着”。", "有人知道东门那家二手书店周日开吗？", "开，下午两点以后。",
        "谁有多的《白河志》可以借我两周？我拿《南窗笔谈》跟你换。", "读完了，心里闷闷的。明天谁有空聊聊？", "我有空，八点以后。",
        "今晚八点半，老地方。",
    ),
    "en": (
        "Hello, this is my first reading circle. Will it be hard?", "Welcome! Just begin with chapter one.",
        "Did the umbrella seller of chapter five ever come back?", "I think not. Look at the last line: “the umbrella still hangs”.",
        "Is the second-hand bookshop by the east gate open on Sundays?", "Yes, from two in the afternoon.",
        "Who can lend me the White River book for two weeks?", "Finished it, and I feel low. Who has time to talk tomorrow?",
        "I do, after eight.", "Half past eight tonight, the usual place.",
    ),
}  # fmt: skip

VERDICT = {
    "zh-Hant": "成員已經會自己回成員：全部回應裡有四成一不經過發起人，自己過去的中位數是三成三。缺的是骨幹：夜讀幾乎全靠{0}一個人主持，{1}只代過兩場；新朋友進來以後，也常常沒有人接話。",
    "zh-Hans": "成员之间已经会互相回应：全部回应里有 41% 不经过发起人，自己过去的中位数是 33%。欠缺的是骨干：夜读几乎全靠{0}一个人主持，{1}只代过两场；新朋友进来以后，也常常没有人接话。",
    "en": "Members answer one another: 41 % of all answers pass between people who are not organisers, against a median of 33 % before. What is missing is a backbone: nearly every session is hosted by {0}, and {1} stood in twice. Newcomers often find nobody who answers.",
}  # fmt: skip

MEASURES = {
    "mesh-share": {"zh-Hant": ("成員之間的回應", "的回應發生在成員之間"), "zh-Hans": ("成员之间的回应", "的回应发生在成员之间"), "en": ("Mesh share", "of answers pass between members")},
    "reciprocity": {"zh-Hant": ("有來有往", "的組合彼此都回過對方"), "zh-Hans": ("有来有往", "的组合互相回过对方"), "en": ("Reciprocity", "of pairs answered each other")},
    "connected-share": {"zh-Hant": ("連在一起", "說過話的人連在同一張網裡"), "zh-Hans": ("连在一起", "说过话的人连在同一张网里"), "en": ("Connected share", "of those who wrote hang together")},
    "absence-factor": {"zh-Hant": ("缺不了的人", "人寫了一半以上的訊息"), "zh-Hans": ("缺不了的人", "人写了一半以上的消息"), "en": ("Absence factor", "person makes half of the messages")},
    "answered-newcomers": {"zh-Hant": ("新朋友有人回", "新朋友的第一句話兩天內有人回"), "zh-Hans": ("新朋友有人回", "新朋友的第一句话两天内有人回"), "en": ("Newcomers answered", "newcomers were answered within two days")},
    "first-answer": {"zh-Hant": ("等第一個回應", "等到第一個人回，中位數"), "zh-Hans": ("等第一个回应", "等到第一个人回，中位数"), "en": ("Time to first answer", "to the first answer, median")},
    "unanswered-share": {"zh-Hant": ("沒人回的問句", "的問句七天後仍沒有人回"), "zh-Hans": ("没人回的问句", "的问句七天后仍没有人回"), "en": ("Unanswered share", "of questions had no answer after a week")},
    "stickiness": {"zh-Hant": ("常來的程度", "平均每天有多少活躍的人說話"), "zh-Hans": ("常来的程度", "平均每天有多少活跃的人说话"), "en": ("Stickiness", "of active people write on a mean day")},
    "regularity": {"zh-Hant": ("規律", "越接近 −1 越規律"), "zh-Hans": ("规律", "越接近 −1 越规律"), "en": ("Regularity", "nearer −1 is more regular")},
    "survival": {"zh-Hant": ("留下來的人", "需要名冊"), "zh-Hans": ("留下来的人", "需要名册"), "en": ("Survival", "needs a roster")},
}  # fmt: skip

CONDITIONS = {
    "zh-Hant": {
        "list": "十二場裡，{0}主持九場，{1}兩場。",
        "need": ("共同的需要", "大家問的事集中在三件：找人一起把書讀完、借書換書、讀完有人可以談。四分之一的問句沒有人接。", "問句七天內有人回的比例升到八成。"),
        "exclusive": ("外面找不到的東西", "導讀筆記是不是別處也有，聊天紀錄看不出來。", ""),
        "backbone": ("骨幹", "有九個人持續付出，可是十二場夜讀有九場由{0}主持；一停，這件事就停了。", "再有一個人主持三場以上。"),
        "mesh": ("半去中心的網", "成員已經會自己回成員，不必等發起人開口。", ""),
        "familiarity": ("越來越熟", "說過話的人裡，多出四十六對原本沒說過話的組合。", ""),
        "deep-links": ("工具沒了還找得到人", "願不願意留下別的聯絡方式，聊天紀錄不會寫。", ""),
        "rhythm": ("節奏", "每週四晚上的夜讀排了十三場，辦成十二場。", ""),
    },
    "zh-Hans": {
        "list": "十二场里，{0}主持九场，{1}两场。",
        "need": ("共同的需要", "大家问的集中在三件事：找人一起把书读完、借书换书、读完有人可以聊。四分之一的问句没人接。", "问句七天内有人回的比例升到八成。"),
        "exclusive": ("外面找不到的东西", "导读笔记是不是别处也有，聊天记录看不出来。", ""),
        "backbone": ("骨干", "有九个人一直在付出，可是十二场夜读有九场由{0}主持；一停，这件事就停了。", "再有一个人主持三场以上。"),
        "mesh": ("半去中心的网", "成员会直接回应成员，不必等发起人开口。", ""),
        "familiarity": ("越来越熟", "说过话的人里，多出四十六对原本没说过话的组合。", ""),
        "deep-links": ("工具没了还找得到人", "愿不愿意留别的联系方式，聊天记录里看不出来。", ""),
        "rhythm": ("节奏", "每周四晚上的夜读排了十三场，办成十二场。", ""),
    },
    "en": {
        "list": "Of twelve sessions {0} hosted nine and {1} two.",
        "need": ("A shared need", "People ask for three things: company to finish a book, books to borrow, someone to talk to. A quarter of the questions stay open.", "Eight in ten questions answered within a week."),
        "exclusive": ("Not found in public", "Whether the reading notes exist elsewhere, a chat does not say.", ""),
        "backbone": ("A backbone", "Nine people keep giving, yet nine of twelve sessions were hosted by {0} alone.", "Somebody else hosting three sessions."),
        "mesh": ("A half-decentralised mesh", "Members talk to each other without waiting for an organiser.", ""),
        "familiarity": ("Growing familiarity", "Forty-six pairs who had never talked before now do.", ""),
        "deep-links": ("Deep links beyond the tool", "Whether people consent to be found elsewhere, a chat does not say.", ""),
        "rhythm": ("Rhythm", "Of thirteen planned Thursdays twelve took place.", ""),
    },
}  # fmt: skip

REMEDIES = {
    "zh-Hant": {
        "join": "、", "note": "發起人是由程式推定的：{0}和{1}。可以用 --organiser 指定。",
        "answer": ("回這幾位新朋友一句話：{0}", "他們進來後說過話，兩天內沒有人回。"),
        "host": ("請{0}主持下一場", "多一個人會主持，{0}才能請假。"),
        "door": ("把入群的三個問題寫出來", "三十六位新成員有二十九位沒回答過任何問題。", "大家好，進群以前，請先說說：你最近卡在哪一本書？"),
    },
    "zh-Hans": {
        "join": "、", "note": "发起人是由程序推定的：{0}和{1}。可以用 --organiser 指定。",
        "answer": ("给这几位新朋友回一句话：{0}", "他们进来后说过话，两天内没有人回。"),
        "host": ("请{0}主持下一场", "多一个人会主持，{0}才能请假。"),
        "door": ("把入群的三个问题写下来", "三十六位新成员里，二十九位没有回答过任何问题。", "大家好，进群之前，请先说说：你最近卡在哪一本书？"),
    },
    "en": {
        "join": ", ", "note": "The organisers were inferred: {0} and {1}. Name them with --organiser.",
        "answer": ("Answer these newcomers: {0}", "They wrote after joining and had no answer within two days."),
        "host": ("Ask {0} to host the next session", "With one more host, {0} can be away."),
        "door": ("Write down the three questions for the door", "Twenty-nine of thirty-six newcomers were never asked anything.", "Hello! Before you join: which book are you stuck in?"),
    },
}  # fmt: skip
