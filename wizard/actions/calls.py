"""The organisation's webhook: set, ended, and called with a signature."""

from __future__ import annotations

from secrets import token_hex
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wizard.actions import audit
from wizard.actions.mail import whole_address
from wizard.interchange.webhook import body_of, headers_of, written
from wizard.models import Channel, Delivery, DeliveryState, Trouble, User, Webhook
from wizard.process import review
from wizard.process.delivery import End, Outcome
from wizard.process.refusal import Refused
from wizard.queries.deliveries import webhook_in_use
from wizard.queries.permissions import person_of
from wizard.watch.addresses import machines_of, target_of
from wizard.watch.connecting import Question, asked
from wizard.watch.refusals import NotFetched, Why

SECONDS = 15
"""How long a call may take in all."""
TRIAL = "trial"
_REFUSALS = {
    Why.ADDRESS: gettext_lazy("This is no web address: enter one such as https://hooks.example.com/clearweights."),
    Why.INSECURE: gettext_lazy("The address is not https on its usual port: enter one that is."),
    Why.PRIVATE: gettext_lazy(
        "The address leads to a private network: enter a public one, or ask who runs this service to name the host in "
        "CLEARWEIGHTS_INSIDE_HOSTS."
    ),
    Why.UNKNOWN_HOST: gettext_lazy("No machine has this name: check the address."),
}
_TROUBLES = {
    Why.ADDRESS: Trouble.ADDRESS,
    Why.INSECURE: Trouble.ADDRESS,
    Why.PRIVATE: Trouble.PRIVATE,
    Why.SLOW: Trouble.SLOW,
}


def set_webhook(*, actor: User, address: str) -> tuple[Webhook, str]:
    """Call this address from now on, in the place of a former one, and return its secret, which is stored nowhere.

    A first call is made to try it; what still waits for the former address goes to this one. Raises Refused for
    anybody but an administrator, and for an address that may not be called.
    """
    review.check_may_set_webhook(person_of(actor))
    try:
        target = target_of(address.strip(), inside=settings.INSIDE_HOSTS)
        machines_of(target)
    except NotFetched as refusal:
        raise Refused(str(_REFUSALS.get(refusal.why, _REFUSALS[Why.ADDRESS]))) from None
    with transaction.atomic():
        former = webhook_in_use()
        new = Webhook.objects.create(address=address.strip(), nonce=token_hex(32), set_by=actor, set_at=timezone.now())
        if former is not None:
            _close(former)
            Delivery.objects.filter(webhook=former, state=DeliveryState.WAITING).update(webhook=new)
        expect_call(kind=TRIAL, key=f"{TRIAL}:{new.pk}", says=_("Clearweights can reach this address."), path="/")
        # Not the whole address: some carry a secret of their own.
        audit.record(actor=actor, action="webhook.set", subject=None, details={"webhook": new.pk, "host": target.host})
    return new, written(secret_of(new))


@transaction.atomic
def end_webhook(*, actor: User) -> None:
    """Call nobody any more, and give up what waits; nothing happens where no webhook is in use."""
    review.check_may_set_webhook(person_of(actor))
    webhook = webhook_in_use()
    if webhook is None:
        return
    _close(webhook)
    Delivery.objects.filter(webhook=webhook, state=DeliveryState.WAITING).update(
        state=DeliveryState.GIVEN_UP, trouble=Trouble.CLOSED, ended_at=timezone.now()
    )
    audit.record(actor=actor, action="webhook.ended", subject=None, details={"webhook": webhook.pk})


def secret_of(webhook: Webhook) -> bytes:
    """The secret of 256 bits that signs the calls; a copied database does not have it."""
    return salted_hmac("webhook", webhook.nonce, algorithm="sha256").digest()


def expect_call(*, kind: str, key: str, says: str, path: str) -> None:
    """Note, in the caller's transaction, that the webhook is to be called; once for each key, and if there is one."""
    webhook = webhook_in_use()
    if webhook is None:
        return
    now = timezone.now()
    content = body_of(kind=kind, says=says, page=whole_address(path) or path, at=now)
    call = Delivery(channel=Channel.WEBHOOK, webhook=webhook, key=key, content=content, due_at=now)
    Delivery.objects.bulk_create([call], ignore_conflicts=True)


def call(delivery: Delivery, webhook: Webhook) -> Outcome:
    """Make one attempt to call the webhook; never within a transaction. Redirects are not followed."""
    if webhook.ended_at is not None:
        return Outcome(End.HOPELESS, Trouble.CLOSED)
    name, body = str(delivery.name), delivery.content
    signed = headers_of(secret_of(webhook), name=name, body=body, at=timezone.now())
    try:
        target = target_of(webhook.address, inside=settings.INSIDE_HOSTS)
        headers = {"Host": target.named, "User-Agent": "Clearweights", "Connection": "close", **signed}
        with asked(target, Question("POST", headers, body.encode()), monotonic() + SECONDS) as answer:
            status = answer.status
    except NotFetched as failed:
        return Outcome(End.FAILED, _TROUBLES.get(failed.why, Trouble.UNREACHABLE), rests=True)
    match status // 100:
        case 2:
            return Outcome(End.SENT, answer=status)
        case 3:
            return Outcome(End.FAILED, Trouble.REDIRECT, status, rests=True)
        case _:
            return Outcome(End.FAILED, Trouble.STATUS, status, rests=True)


def _close(webhook: Webhook) -> None:
    webhook.ended_at = timezone.now()
    webhook.save(update_fields=["ended_at"])
