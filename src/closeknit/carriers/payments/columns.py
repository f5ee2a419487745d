"""The columns of bills, bank statements and ledgers, in English and both Chinese scripts."""

import re
from collections.abc import Sequence
from typing import Final

from closeknit.sources.delimited import Row
from closeknit.sources.tables import Header, find_header, folded, key, names

_ALIASES: Final = {
    "time": """
        交易时间 交易创建时间 付款时间 交易日期 交易日 日期 记账日期 记账日 入账日期 时间 转账时间 收款时间 date
        transactiondate transactiontime posteddate postingdate bookingdate valuedate paidon time
        """,
    "party": """
        交易对方 对方户名 对方名称 对方账户名称 对方姓名 对方 收付款人 户名 往来对象 对象 counterparty
        counterpartyname name payeepayer otherparty beneficiarypayer
        """,
    "party_id": "对方账号 对方账户 对方帐号 转入账号 counterpartyaccount counterpartyiban",
    "payer": """
        付款人 付款方 付款者 缴费人 缴费者 汇款人 支付人 出资人 捐款人 捐赠人 赞助人 缴款人
        姓名 会员 会员姓名 成员 payer from paidby sender donor debtor
        remitter fromname
        """,
    "payee": "收款人 收款方 受款人 领款人 payee to paidto recipient beneficiary creditor receiver toname",
    "amount": """
        金额 交易金额 发生额 发生金额 付款金额 收款金额 转账金额 缴费金额 实付金额 实付 amount sum value total
        transactionamount paid
        """,
    "out": """
        支出 支出金额 借方 借方金额 借方发生额 提款 付出 转出 转出金额 debit withdrawal withdrawals paidout
        moneyout
        """,
    "in": """
        收入 收入金额 存入 存入金额 贷方 贷方金额 贷方发生额 存款 转入 转入金额 credit deposit deposits paidin
        moneyin
        """,
    "direction": "收支 收支类型 资金流向 收付标志 借贷标志 借贷 交易方向 direction debitcredit drcr type",
    "status": "当前状态 交易状态 状态 status state",
    "kind": "交易类型 交易分类 类型 类别 交易渠道 category transactiontype",
    "id": """
        交易单号 交易订单号 交易号 交易流水号 流水号 凭证号 交易编号 transactionid reference referenceno receiptno
        """,
    "goods": """
        商品 商品说明 商品名称 摘要 用途 项目 事由 品名 交易摘要 附言 description details item purpose memo
        narrative
        """,
    "note": "备注 note notes remark remarks comment",
    "currency": "币种 币别 货币 currency ccy",
    "balance": "余额 账户余额 结余 balance runningbalance",
}
_KNOWN: Final = names(_ALIASES)
_NOT_HERE: Final = folded("消息 消息内容 message text content body msg 发送者 发送人 sender sendername author 昵称")
_BILL: Final = re.compile(
    r"微信支付账单明细|支付宝账户|支付宝支付科技|支付宝交易(?:记录)?明细|支付宝(?:（中国）|\(中国\)).{0,20}(?:电子客户回单|交易)"
)
_OWNER: Final = re.compile(
    r"(?:微信昵称|姓名|户名|账户名|戶名|Account ?(?:name|holder))[：:] ?\[?([^\]\n,，\t]{1,60})\]?", re.I
)


def header_of(rows: Sequence[Row]) -> Header | None:
    """The header of a statement; None where no row is one.

    It names a time and an amount (or the two columns in and out), and who is on the other side: the other
    party, the payer or the payee; a plain statement of a bank may have only words and a balance.
    """

    def is_statement(roles: frozenset[str]) -> bool:
        money = "amount" in roles or {"in", "out"} <= roles
        people = bool(roles & {"party", "payer", "payee"})
        return "time" in roles and money and (people or {"goods", "balance"} <= roles)

    found = find_header(rows, _KNOWN, is_statement)
    if found is None or any(key(cell) in _NOT_HERE for cell in found.cells):
        return None
    return found


def is_bill(rows: Sequence[Row]) -> bool:
    """Whether the lines above the header say that it is a bill of WeChat Pay or Alipay."""
    return bool(_BILL.search("\n".join(",".join(row[:10]) for row in rows[:30])[:4000]))


def owner_of(rows: Sequence[Row]) -> str | None:
    """Whose account it is, where the lines above the header say so."""
    found = _OWNER.search("\n".join(",".join(row[:10]) for row in rows)[:4000])
    return found[1].strip(" []【】\t") or None if found else None


OUT: Final = folded("支出 付 付款 转出 借 借方 out debit dr d withdrawal paid expense")
IN: Final = folded("收入 收 收款 转入 贷 贷方 in credit cr c deposit received income")
NEITHER: Final = folded("/ 不计收支 中性交易 其他 neutral")
UNDONE: Final = re.compile("全额退款|已退款|退款成功|关闭|失败|取消|撤销|refunded|failed|cancel|reversed|void")
"""Looked for in folded words: nothing passed in the end."""
GIFTS: Final = re.compile(r"(?<!转账)红包|赞赏|打赏|捐赠|捐款|red packet|\bgift|donation|\btip\b")
"""Looked for in folded words: given for nothing."""
