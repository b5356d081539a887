"""/nop alone: what the portal has and the log has not, logged by a number, a tap or "cả hai"."""

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from domain.articles.drafts import ArticleDraft
from domain.conversation.offers import on_show, several
from domain.language import Translator
from handlers.articles import submit
from handlers.articles.editing_buttons import button, pairs
from handlers.context import App, Context
from handlers.portal import offering_texts as words
from handlers.replies import pressed, replace, reply
from services.portal.offering import MOST_OFFERED, PortalOffer, Proposal


def register(app: App) -> None:
    """Add the buttons of what is offered."""
    app.add_handler(CallbackQueryHandler(log_items, r"^pi:log:[\d,]{1,56}$"))
    app.add_handler(CallbackQueryHandler(log_for, r"^pi:for:\d{1,12}:[\d,]{1,48}$"))
    app.add_handler(CallbackQueryHandler(show_others, r"^pi:more$"))


async def offer_articles(update: Update, context: Context) -> bool:
    """Offer what is on the portal; False where there is nothing or an article is open."""
    if await context.services.submissions.has_draft(context.call):
        return False
    offer = await context.services.portal_offers.offer(context.call)
    if not offer.all:
        return False
    await reply(update, *_shown(context.translate, offer))
    return True


async def show_others(update: Update, context: Context) -> None:
    """Show the articles of which nothing says whose they are."""
    offer = await context.services.portal_offers.offer(context.call)
    await replace(update, *_shown(context.translate, PortalOffer((), offer.others, offer.left)))


async def log_items(update: Update, context: Context) -> None:
    """Log the pressed articles."""
    await _log(update, context, _ids(pressed(update)[2]))


async def log_for(update: Update, context: Context) -> None:
    """Log articles for the pressed one of a person's units."""
    _prefix, _verb, unit_id, ids = pressed(update)
    await _log(update, context, _ids(ids), int(unit_id))


async def choose_several(update: Update, context: Context, text: str) -> bool:
    """Log the articles that a text names among those on show ("cả hai", "1 và 3", "bài 2")."""
    if on_show(text, MOST_OFFERED) is None:
        return False
    listed = await context.services.offers.listed(context.call, "pi:log:")
    if listed is None:
        # Such words may be to a reminder: what is on the portal is shown, nothing is guessed.
        return several(text, 0) == () and await _offer_after(update, context, text)
    places = on_show(text, len(listed))
    if places is None:
        return False
    if not places:
        await reply(update, words.no_such_articles(context.translate, len(listed)))
        return True
    await _log(update, context, [_ids(listed[place].split(":")[2])[0] for place in places])
    return True


async def _offer_after(update: Update, context: Context, text: str) -> bool:
    asked = await context.services.dialogues.current(context.call)
    if asked is not None or await context.services.submissions.has_draft(context.call):
        return False
    return await offer_articles(update, context)


async def _log(update: Update, context: Context, ids: list[int], unit_id: int = 0) -> None:
    _, offers = context.translate, context.services.portal_offers
    undated = await offers.undated(context.call, ids)
    if undated and len(undated) == len(set(ids)):
        await ask_days(update, context, undated, unit_id)
        return
    if not unit_id and await offers.needs_unit(context.call, ids):
        listed = ",".join(map(str, ids))
        units = await offers.unit_names(context.call)
        rows = pairs([button(name, f"pi:for:{each}:{listed}") for each, name in units])
        await replace(update, words.ask_unit(_, len(ids)), InlineKeyboardMarkup(rows))
        return
    claimed = await offers.claim(context.call, ids, unit_id)
    await replace(update, words.claimed(_, claimed))
    if undated:
        await ask_days(update, context, undated, unit_id)
        return
    offer = await offers.offer(context.call)
    if offer.likely:
        await reply(update, *_shown(_, offer))


async def ask_days(
    update: Update, context: Context, undated: Sequence[Proposal], unit_id: int
) -> None:
    """Ask for the days of articles that the portal does not date."""
    drafts = [
        ArticleDraft(unit_id or each.unit_id, each.item.link, each.item.title) for each in undated
    ]
    await submit.show(
        update, context, await context.services.submissions.begin(context.call, drafts)
    )


def _shown(_: Translator, offer: PortalOffer) -> tuple[str, InlineKeyboardMarkup]:
    shown: tuple[Proposal, ...] = offer.likely or offer.others
    rows = [[button(words.label(each.item.title), f"pi:log:{each.item.id}")] for each in shown]
    if len(shown) > 1 and offer.likely:
        ids = ",".join(str(each.item.id) for each in shown)
        rows.append([button(words.all_of_them(_, len(shown)), f"pi:log:{ids}")])
    last = [button(_("Viết bài khác"), "pi:other")]
    if offer.likely and offer.others:
        last.insert(0, button(_("Bài khác trên cổng"), "pi:more"))
    return words.offer(_, offer), InlineKeyboardMarkup([*rows, last])


def _ids(text: str) -> list[int]:
    return [int(each) for each in text.split(",") if each]
