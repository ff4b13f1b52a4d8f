"""Take pictures of screens: started by `./dev shots`, with the job as its argument."""

import json
import os
import re
import sys
from pathlib import Path

from tools.inside.pages import PageError, Pages, launched
from tools.inside.world import opened_world
from tools.mailbox import links_in

PHONE = {"width": 390, "height": 844}


def main(job):
    """Take the pictures one after the other; return how many have problems."""
    wrong = 0
    with opened_world(job["template"]) as world, launched(job["browser"]) as browser:
        for screen in job["screens"]:
            path = Path(job["folder"]) / f"{screen['name']}.png"
            problems = take(world, browser, screen, job["logins"], path)
            print(f"  {path}", flush=True)
            for problem in problems:
                print(f"    {problem}", flush=True)
            wrong += bool(problems)
        for error in world.new_errors():
            print(f"  The server logged an error:\n{error}")
            wrong += 1
    return 1 if wrong else 0


def take(world, browser, screen, logins, path):
    """Take one picture and return what went wrong meanwhile."""
    pages = Pages(world, browser)
    size = {"width": screen["width"], "height": screen["height"]}
    try:
        address = with_numbers(world, screen["path"])
        login = logins[screen["role"]]
        if login:
            password = os.urandom(8).hex()
            world.set_password(login, password)
            page = pages.sign_in(login, password, address, **size)
        else:
            page = pages.open_page(**size)
            pages.go(page, address)
        if screen["tab"]:
            page.get_by_role("tab", name=screen["tab"], exact=True).click()
        if screen["button"]:
            find_button(page, screen["button"]).first.click()
            pages.wait_until_idle(page)
        if screen["mail"]:
            sure = page.locator(".modal .modal-footer .btn-primary")
            if sure.count():
                sure.first.click()
                pages.wait_until_idle(page)
            page = pages.open_page(**PHONE)
            pages.go(page, newest_link(world, screen["mail"]))
        for text in screen["presses"]:
            page.get_by_text(text).first.click()
            pages.wait_until_idle(page)
        pages.picture(page, path)
    except (PageError, LookupError) as error:
        pages.problems.append(str(error))
    finally:
        pages.close()
    return pages.problems


def find_button(page, name):
    """Return the buttons with this text, or with this class where they have none."""
    if name.startswith("."):
        return page.locator(name)
    return page.get_by_role("button", name=name)


def newest_link(world, address):
    """Return the last link in the mails to the address, but for those that end them."""
    links = [
        link
        for mail in world.mailbox.messages(to=address)
        for link in links_in(mail)
        if "/stop/" not in link
    ]
    if not links:
        raise LookupError(f"No mail with a link has come to {address}.")
    return links[-1]


def with_numbers(world, path):
    """Put the numbers of records in the place of their XML ids."""

    def number(match):
        module, name = match.group(1).split(".", 1)
        rows = world.query(
            "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s",
            [module, name],
        )
        if not rows:
            raise LookupError(f"There is no record {match.group(1)} in the demo data.")
        return str(rows[0][0])

    return re.sub(r"\{([\w.]+)\}", number, path)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
