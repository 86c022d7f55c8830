"""Fills a question from the words of one message: what it is about, whose, which, of when, told apart by what."""

from collections.abc import Callable
from dataclasses import replace

from handlers.language.meaning import NameKind
from handlers.language.questions.customers_say import CustomersSay
from handlers.language.questions.periods import LEADS, past_close, this_month
from handlers.language.questions.places import reason_filter
from storage.questions.question import (
    ANY,
    TOLD,
    About,
    Comparison,
    Dated,
    Field,
    Filter,
    Group,
    Measure,
    Order,
    Question,
    any_of,
)

TOP = 10
"""How many are the best, where nobody said."""
STALLED = "stalled"
"""The state of an opportunity that lies still: which ones do is reckoned in working days, by the pipeline."""


class QuestionReader(CustomersSay):
    """One message's question in the making."""

    def question(self) -> Question | None:
        """The question, as far as it was understood; None where it is not said what is asked for."""
        words = self._words
        for applies, read in self._readings():
            if applies:
                found = read()
                break
        else:
            return None
        if found is not None and (found.period or words.has(*LEADS)):
            found = self._compared(found)
        words.take("ask", "who")
        return found

    def _readings(self) -> tuple[tuple[bool, Callable[[], Question | None]], ...]:
        """What a message may ask for, the surest signs first."""
        words = self._words
        opportunities = words.has("about opportunities", "about sales")
        trade = (
            words.means.get("sector") and not words.has("about") and words.has("not", "without") and words.has("deed")
        )
        customers = words.has("about customers") or bool(trade)  # "bares que no pisamos"
        bought = words.has("about purchases", "revenue") or (words.has("buy") and not opportunities)
        goods = words.has("in", "group product") or self._names_goods()
        bought = bought or (words.has("state won") and (goods or words.has("whom")))  # "a quién no hemos vendido"
        rated = words.has("about answers", "answer", "scored")
        promoted = words.has("about promotions") and not customers and not words.has("kind", "deed", "state lost")
        been = words.has("been") and not words.has("did", "deed", "kind", "about follow_ups")
        who = words.has("ask list") and (words.has("deed") or been) and not words.has("about follow_ups")
        closed = words.has("state won", "state lost", "closing") and not customers
        kind_first = words.first_of("kind") < words.first("about customers")
        met = words.has("without", "not") or not kind_first or words.has("top", "new")
        names_staff = bool(self._words.marks(NameKind.STAFF.value)) or "me" in words.persons
        team = words.has("team")
        stands = words.has("state stalled") and (opportunities or (names_staff and words.has("ask list", "ask count")))
        return (
            (words.has("last"), self._waiting),
            (customers and bool(self._open_there_at()), self._customers),
            (stands, self._opportunities),
            (
                words.has("most", "least")
                and not words.has("oldest")
                and not self._weighs_two()
                and words.has("about", "buy", "kind", "deed", "most visit", "most call", "state won", "state overdue"),
                self._most,
            ),
            (rated, self._answers),
            (words.has("about leads"), self._leads),
            (words.has("about complaints"), self._complaints),
            (promoted, self._promotions),
            (customers and words.has("buy") and self._is_met() and not words.has("most", "least"), self._both),
            (bought and words.has("stopped"), lambda: self._bought(Comparison.STOPPED)),
            (bought and customers and words.has("ask count"), lambda: self._bought(self._had())),
            (bought and words.has("without", "not"), lambda: self._bought(Comparison.WITHOUT)),
            (bought, self._purchases),
            (words.has("top") and customers and not opportunities, self._best),
            (customers and not opportunities and met, self._customers),
            (opportunities or (closed and not words.has("about follow_ups", "kind")), self._opportunities),
            (words.has("about follow_ups", "promised"), self._follow_ups),
            (self._is_about_somebody(), self._interactions),
            (self._is_who_was_there(who=who), self._who_was_there),
            (words.has("ask times", "kind") and not self._is_who_met(who), self._interactions),
            (who and not (been and names_staff and not customers), self._customers),
            (words.has("ask count") and words.has("deed"), self._customers),
            (words.has("did") or (been and names_staff), self._interactions),
            (
                (words.has("state open", "state overdue", "has") and (names_staff or team) and words.has("ask list"))
                or (words.has("state overdue") and bool(words.marks(NameKind.STAFF.value))),
                self._follow_ups,
            ),
            (words.has("ask going") and names_staff and words.has(*LEADS), self._interactions),
            (words.has("ask sum") and bool(words.marks(NameKind.CUSTOMER.value)), self._opportunities),
        )

    def customers(self) -> Question:
        """The customers that the words name, whatever else they speak of: who buys what is a part of it.

        Where two things are said of them a period could be of either: what they buy is left unread then.
        """
        words = self._words
        buys, met = words.has("buy", "uses", "about purchases"), self._is_met()
        best = (Filter(Field.CLASS, "A"),) if words.take("top") and not words.has("class") else ()
        if buys and not met:
            found = self._bought(Comparison.WITHOUT if words.has("without", "not") else Comparison.IS, new=True)
        else:
            denied = Comparison.WITHOUT if self._is_denied("buy", "uses") else Comparison.IS
            found = self._customers()
            if buys and found.period is None:
                words.take("buy", "uses")
                found = found.with_filter(Filter(Field.BOUGHT, self._goods(new=True), denied))
        words.take("ask list", "who", "whoever")
        return Question(About.CUSTOMERS, (*found.filters, *best), period=found.period)

    def _weighs_two(self) -> bool:
        """Whether "more" is of one time than of another, "did we sell more than last month", and of nobody among others."""
        words = self._words
        return words.has(*LEADS, "before same") and not words.has("ask list", "group")

    def _is_met(self) -> bool:
        return self._words.has("deed", "kind", "been")

    def _had(self) -> Comparison:
        return Comparison.WITHOUT if self._words.has("without", "not") else Comparison.IS

    def _both(self) -> Question:
        """Customers of whom it is said what they buy and whom they met: "compran pero no visitamos"."""
        found, group = self.customers(), self._group()
        return self._grouped(replace(found, measure=self._measure(), group=group))

    def _is_denied(self, *slots: str) -> bool:
        """Whether a "not" is of these: the first of all that somebody does, from where it stands on."""
        words = self._words
        acts = sorted(
            (part.first, meaning.split()[0])
            for slot in ("buy", "uses", "deed", "kind")
            for meaning in self._all(slot)
            for part in words.means[meaning]
        )
        denials = [part.first for meaning in ("not", "without") for part in words.means.get(meaning, ())]
        return any(next((slot for at, slot in acts if at >= no), None) in slots for no in denials)

    def _is_about_somebody(self) -> bool:
        """Whether it asks what was done with one customer: "when did I last see Marta", "did we ring Bar Sol"."""
        words = self._words
        named = bool(words.marks(NameKind.CUSTOMER.value, NameKind.CONTACT.value))
        whether = words.has("ask whether") and words.first("ask whether") <= words.first_of("deed", "kind")
        return named and words.has("deed", "kind") and (whether or words.has("latest") or words.asks_by_its_mark)

    def _is_who_was_there(self, *, who: bool) -> bool:
        """Whether it asks which colleague was at a customer, "who visited Bar Sol": nobody else is named, or said to have been."""
        words = self._words
        return who and self._who is None and not words.persons and bool(words.marks(NameKind.CUSTOMER.value))

    def _who_was_there(self) -> Question:
        """Who of us was at a customer, and how often."""
        self._words.take("ask list")
        return self._grouped(replace(self._interactions(), group=Group.STAFF))

    def _is_who_met(self, who: bool) -> bool:
        """Whether "visit" is a verb: "who did Ana visit"."""
        return who and not self._words.has("ask count", "ask times", "group") and self._verb_only()

    def _verb_only(self) -> bool:
        words = self._words
        return all(
            any(m.startswith("deed") for m in part.meanings) for k in self._all("kind") for part in words.means[k]
        )

    def _all(self, slot: str) -> tuple[str, ...]:
        return tuple(meaning for meaning in self._words.means if meaning.split()[0] == slot)

    # ------------------------------------------------------------------ what is asked for
    def _waiting(self) -> Question:
        """Who was told something and has not answered."""
        self._words.take("last", "about customers")
        filters = [Filter(Field.LAST, TOLD)]
        if self._who:
            filters = [Filter(Field.STAFF, self._who), *filters, Filter(Field.AUTHOR, self._who)]
        return Question(About.CUSTOMERS, tuple(filters), self._measure())

    def _most(self) -> Question:
        """Which customers, or colleagues, have the most of something."""
        words = self._words
        kinds = words.of("most") or words.of("kind") or (words.of("deed") if words.has("ask list") else [])
        whose = words.of("most") or words.first("about customers") < words.first("most", "least")
        whose = whose or words.has("complain") or (words.has("buy") and not words.has("about purchases"))
        by = self._group() or (Group.CUSTOMER if whose else Group.STAFF)
        least = (
            by is not Group.CUSTOMER and not words.has("most") and words.take("least")
        )  # who has none stands in no table of customers
        order = Order.LEAST if least else None
        words.take("most")
        if kinds:
            words.take("kind", "deed", "did", "about customers")
            limit = self._number()
            found = self._filters(Field.KIND, kinds[0])
            return Question(About.INTERACTIONS, found, Measure.COUNT, by, self._period(Dated.AT), limit, order)
        question = self._purchases() if by is Group.PRODUCT else self._most_of()()
        if whose:
            words.take("about customers")
        worth = question.about is About.PURCHASES or question.filter(Field.STATE) == Filter(Field.STATE, "won")
        return replace(question, measure=Measure.SUM if worth else Measure.COUNT, group=by, order=order)

    def _most_of(self) -> Callable[[], Question]:
        """How that is read of which somebody has the most; what was won, where it is not said."""
        words = self._words
        return next(
            (
                read
                for names_it, read in (
                    (words.has("about complaints"), self._complaints),
                    (words.has("about leads"), self._leads),
                    (words.has("about follow_ups", "state overdue"), self._follow_ups),
                    (words.has("about purchases", "buy"), self._purchases),
                    (words.has("about opportunities", "about sales", "state won", "state lost"), self._opportunities),
                    (words.has("about customers"), self._customers),
                )
                if names_it
            ),
            self._opportunities,
        )

    def _best(self) -> Question:
        """The customers that what was won is worth the most of."""
        words = self._words
        words.take("top", "about customers")
        filters = (*self._filters(), Filter(Field.STATE, "won"))
        limit = self._number() or (1 if words.is_one("about customers") else TOP)
        words.take("state won")
        return Question(About.OPPORTUNITIES, filters, Measure.SUM, Group.CUSTOMER, self._period(Dated.CLOSED), limit)

    def _customers(self) -> Question:
        words = self._words
        words.take("about customers", "has")
        told = self._facts_told()
        if words.take("status lost", "state lost"):
            kept = self._filters(Field.STATUS, "lost")
        elif words.has("status"):
            kept = self._filters(Field.STATUS, words.of("status")[0])
            words.take("status")
        else:
            kept = self._filters()
        kept = (*kept, *told, *self._known(), *self._open_there())
        times = self._times("kind", "times")
        acted = words.of("deed") and not self._is_another_deed()
        met = (
            (words.of("deed", free=True) if acted else [])
            or words.of("kind", free=True)
            or (["visit"] if words.take("been") else [])
        )
        new = words.take("new")
        if met:
            negated = self._is_denied("deed", "kind") if words.has("buy", "uses") else words.has("without", "not")
            words.take("without", "not")
            acts = words.has("deed") and not words.has("without", "passive") and not self._is_ours()
            words.take("kind", "passive", *(("deed", "did") if acted else ()))
            kept = (*self._meeting(kept, met[0], negated=negated, acts=acts), *times)
        measure = self._measure()
        at = Dated.AT if met else Dated.CREATED
        period = self._period(at, since=bool(met) and words.has("without", "not"))
        group = self._group()
        if new and period is None:
            period = this_month(words, Dated.CREATED)
        if not new and at is Dated.CREATED and period is not None:
            period = None
            if not words.unread:  # nobody said what happened then
                words.taken -= {place for place, _mark in words.moments}
        return self._grouped(Question(About.CUSTOMERS, kept, measure, group, period))

    def _is_ours(self) -> bool:
        """Whether what was done, or was not, is said of us all, whoever's customers they are: "los de Ana que no visitamos"."""
        words = self._words
        if any(meaning.startswith("deed") and meaning.endswith(" us") for meaning in words.means):
            return True
        first = words.first_of("deed")
        denied = next((part.first for part in words.means.get("not", ()) if part.last == first), first)
        return words.is_led_by(denied, "who us")

    def _is_another_deed(self) -> bool:
        """Whether beside what there was none of, somebody did something: "sin visita que visitó Ana" says both."""
        words = self._words
        nouns = {part.first for kind in self._all("kind") for part in words.means[kind]}
        deeds = {part.first for deed in self._all("deed") for part in words.means[deed]} - nouns
        return words.has("without") and not words.has("not") and bool(nouns) and bool(deeds)

    def _meeting(self, kept: tuple[Filter, ...], kind: str, *, negated: bool, acts: bool) -> tuple[Filter, ...]:
        """Who was met, or was not, and by whom; of those that somebody has not met only their own are meant."""
        found = Filter(Field.MET, kind, Comparison.WITHOUT if negated else Comparison.IS)
        author = (Filter(Field.AUTHOR, self._who),) if self._who and acts else ()
        if author and not negated:
            kept = tuple(one for one in kept if one.field is not Field.STAFF)
        return (*kept, found, *author)

    def _interactions(self) -> Question:
        words = self._words
        kinds = self._several("kind") or words.of("deed")[:1]
        words.take(*(f"kind {kind}" for kind in kinds), "deed", "did", "been", "has", "about customers")
        kind = any_of(kinds) if kinds and ANY not in kinds else None
        named = self._filters(Field.KIND, kind, contact=True) if kind else self._filters(contact=True)
        latest = 1 if words.take("latest") else None
        filters, period = (*named, *self._known()), self._period(Dated.AT)
        group = self._group() or (Group.KIND if words.has("ask going") and not kinds else None)
        return self._grouped(Question(About.INTERACTIONS, filters, self._measure(), group, period, latest))

    def _bought(self, comparison: Comparison, *, new: bool = False) -> Question:
        """Which customers bought a product, or anything, or did not; one that nobody knows, where it may be `new`."""
        words = self._words
        goods = self._goods(new=new)
        words.take("about customers", "about purchases", "buy", "uses", "without", "not", "did", "has", "stopped")
        words.take("state won", "whom")
        filters = (*self._filters(), *self._known())
        bought = Filter(Field.BOUGHT, goods, comparison)
        period, group = self._period(Dated.AT, since=True), self._group()
        return self._grouped(Question(About.CUSTOMERS, (*filters, bought), self._measure(), group, period))

    def _purchases(self) -> Question:
        """What was bought: by whom, of what. "Which customers bought wine" is told by customer."""
        words = self._words
        who = words.has("about customers", "whom") or (
            words.has("ask list") and words.first("buy") < words.first("about purchases")
        )
        told_apart = self._group()  # "best sellers" is both
        product = self._product()
        earned = words.take("revenue")
        words.take("about purchases", "buy", "did", "has", "about customers", "latest", "state won")
        best = words.take("top")
        counted = words.take("in")
        filters = (*self._filters(), *self._known(), *product)
        whose = any(each.field is Field.CUSTOMER for each in filters)
        group = told_apart or ((Group.PRODUCT if whose else Group.CUSTOMER) if who else None)
        measure = Measure.LIST if counted and not group else self._measure()  # the lines say how many of what
        if earned and measure in {Measure.LIST, Measure.COUNT}:
            measure = Measure.SUM
        period = self._period(Dated.AT)
        limit = self._number() or (TOP if best else None)
        question = Question(About.PURCHASES, filters, measure, group, period, limit)
        return self._grouped(question)

    def _follow_ups(self) -> Question:
        words = self._words
        states = words.of("state")
        state = (
            states[0]
            if states and states[0] in {"open", "overdue", "done"}
            else "done"
            if words.has("closed")
            else "open"
        )
        words.take("promised", "about follow_ups", f"state {state}", "has", *(("closed",) if state == "done" else ()))
        filters = (*self._filters(), *self._known(), Filter(Field.STATE, state))
        words.take("undone")
        period = self._period(Dated.DONE if state == "done" else Dated.DUE)
        return self._grouped(Question(About.FOLLOW_UPS, filters, self._measure(), self._group(), period))

    def _opportunities(self) -> Question:
        words = self._words
        state = next((one for one in words.of("state") if one in {STALLED, "open", "won", "lost"}), None)
        sales = words.take("about sales")
        one = words.is_one("about opportunities") or words.is_one("about sales")
        largest = 1 if words.has("top") and one else None
        words.take("about opportunities", "closing", "top", "has", *(("most",) if state == STALLED else ()))
        if state in {"won", "lost"}:
            words.take("offers")
        new = words.take("new")
        words.take(f"state {state}", *(("status lost",) if state == "lost" else ()))
        state = state or ("won" if sales else None if new else "open")
        filters = [*self._filters(), *self._known()]
        if state:
            filters.append(Filter(Field.STATE, state))
        filters += [*(reason_filter(words) if state == "lost" else ()), *self._amounts()]
        of = Dated.CREATED if new else Dated.CLOSE if state in {"open", STALLED} else Dated.CLOSED
        group = self._group(About.OPPORTUNITIES)
        if group or self._weighs_two():
            words.take("most")  # the largest come first
        measure = self._measure()
        period = past_close(words) or self._period(of)
        alone = sales and not words.has("about opportunities", "ask list") and state == "won"
        if alone and period and measure is Measure.LIST and not largest:
            measure = Measure.SUM  # "ventas de octubre"
        question = Question(About.OPPORTUNITIES, tuple(filters), measure, group, period, self._number() or largest)
        return self._grouped(question)
