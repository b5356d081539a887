"""Hands updates out to a webhook, oldest first, each until it is taken."""

import asyncio

import httpx

from tests.fakes.bot_api.world import World
from tests.fakes.loopback import plain_transport

RETRY_AFTER_S = 0.1


async def deliver(world: World) -> None:
    """Post each update to the webhook that is set, until cancelled; a 2xx forgets it."""
    transport = plain_transport()
    async with httpx.AsyncClient(transport=transport, timeout=10) as client:
        while True:
            await world.wait_for(lambda: world.webhook and world.updates, 3600)
            if not world.webhook or not world.updates:
                continue
            hook, update = world.webhook, world.updates[0]
            secret = hook["secret"]
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
            url = httpx.URL(hook["url"])
            if world.https_port:
                url = url.copy_with(scheme="http", port=world.https_port)
            try:
                response = await client.post(url, json=update, headers=headers)
            except httpx.HTTPError as error:
                hook["last_error_message"] = type(error).__name__
            else:
                if response.is_success:
                    world.updates = [one for one in world.updates if one is not update]
                    world.changed()
                    continue
                hook["last_error_message"] = (
                    f"Wrong response from the webhook: {response.status_code}"
                )
            world.changed()
            await asyncio.sleep(RETRY_AFTER_S)
