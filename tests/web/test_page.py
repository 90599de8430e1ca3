"""The page in headless Chromium, against the real service on this machine."""

from __future__ import annotations

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from bot.server.conversations import CONVERSATIONS
from tests.web.browser import Browser
from tests.web.conftest import Site

CHOICES = "fieldset.choices:not(:disabled) button"


def test_a_conversation_leaves_nothing_and_asks_nobody_else(browser: Browser) -> None:
    browser.open()
    assert "computerprogramma" in browser.said()[0]
    assert all(number in browser.find("#numbers").text for number in ("112", "113", "0800-0188", "0800-0432"))

    assert "11 uur" in browser.ask("hoeveel rust moet ik krijgen na een late show")
    card = browser.find(".card.right").text
    assert "Arbeidstijdenbesluit" in card or "CAO Toneel en Dans" in card
    assert "Nagekeken op" in card

    assert "112" in browser.ask("ik word geslagen")[:80]
    links = [link.get_attribute("href") for link in browser.all("#log a[href^='tel:']")]
    assert "tel:112" in links

    assert browser.console() == []
    assert browser.kept() == []
    assert browser.foreign_requests() == []


def test_the_greeting_needs_no_request_and_no_session(browser: Browser, site: Site) -> None:
    known = site.open_conversations()
    browser.open("en@kind")
    assert "names" in browser.said()[0]
    assert site.open_conversations() == known
    sent = browser.run("return performance.getEntriesByType('resource').filter(e => e.name.includes('/api/')).length")
    assert sent == 0


def test_a_voice_chosen_first_changes_the_whole_page(browser: Browser) -> None:
    browser.open()
    browser.press(browser.find("#voices [data-voice='en@kind']"))
    assert browser.find("html").get_attribute("lang") == "en"
    assert browser.find("html").get_attribute("data-voice") == "en@kind"
    assert "computer" in browser.said()[0]
    assert browser.find("#send").text == "Send"
    assert browser.driver.current_url.endswith("/?voice=en%40kind")
    assert len(browser.said()) == 1
    answer = browser.answer_to(lambda: browser.press(browser.all(CHOICES)[0]))
    assert "What is it about" in answer


def test_a_conversation_goes_on_in_another_voice(browser: Browser) -> None:
    browser.open()
    browser.ask("stappenplan te lange dagen")
    browser.ask("volgende")
    answer = browser.answer_to(lambda: browser.press(browser.find("#voices [data-voice='en']")))
    assert "Step 1 of" in answer
    assert browser.find("html").get_attribute("lang") == "en"
    assert "Step 2 of" in browser.ask("next")
    assert browser.all("#log .said.bot")[-1].get_attribute("lang") == "en"


def test_a_child_chooses_by_picture(browser: Browser) -> None:
    browser.open("nl@kind")
    for _ in range(2):
        choices = browser.all(CHOICES)
        assert choices
        for choice in choices:
            drawing = choice.find_element(By.CSS_SELECTOR, "svg.picture use")
            assert browser.run("return arguments[0].getBoundingClientRect().width", drawing) > 8, choice.text
        browser.answer_to(lambda: browser.press(browser.all(CHOICES)[0]))
    browser.open("nl")
    assert not browser.all("svg.picture")


def test_an_answer_can_be_used(browser: Browser) -> None:
    browser.cdp("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    browser.open()
    browser.ask("stappenplan te lange dagen")
    tools = {tool.text: tool for tool in browser.all("#log .tools button") if tool.is_displayed()}
    browser.press(tools["Kopieer"])
    browser.wait(lambda: browser.find("#status").text == "Gekopieerd.")
    copied = browser.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    assert "Schrijf een paar weken je uren op" in copied
    assert "Kopieer" not in copied
    whole = browser.find(".card.plan a[href^='/pages/']")
    assert whole.get_attribute("href").endswith("/pages/nl/plans/long_hours")
    browser.run("delete Navigator.prototype.share")
    browser.press(tools["Deel een link"])
    browser.wait(lambda: browser.find("#status").text == "Gekopieerd.")
    browser.wait(
        lambda: (
            browser.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
            == whole.get_attribute("href")
        )
    )


def test_only_the_answer_is_printed(browser: Browser) -> None:
    browser.open()
    browser.ask("hoi")
    browser.ask("stappenplan te lange dagen")
    browser.run("window.print = () => {}")
    browser.press(next(tool for tool in browser.all("#log .tools button") if tool.text == "Print of bewaar dit"))
    browser.cdp("Emulation.setEmulatedMedia", media="print")
    shown = browser.find("body").text
    assert "Schrijf een paar weken je uren op" in shown
    assert all(word not in shown for word in ("hoi", "Sluit snel", "Typ je vraag", "Kopieer", "Voor kinderen"))
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert "Hoi" in browser.find("body").text


def test_a_step_shows_how_far_it_is(browser: Browser) -> None:
    browser.open("en")
    browser.ask("step plan too long days")
    browser.ask("next")
    bar = browser.all("#log progress")[-1]
    assert bar.get_attribute("aria-label") == browser.all("#log .where")[-1].text == "Step 1 of 9"
    assert bar.get_attribute("value") == "1"


VOICES_OF_A_DEVICE = """
const spoken = [];
window.spokenLines = spoken;
const voices = [
  {name: "cloud", lang: "nl-NL", localService: false}, {name: "device", lang: "nl-NL", localService: true},
];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => voices, addEventListener: () => {}, cancel: () => { spoken.length = 0; },
  speak: (line) => spoken.push([line.voice.name, line.lang, line.text]),
}});
"""


def test_reads_aloud_only_when_asked_and_only_on_the_device(browser: Browser) -> None:
    """The voices of a device are pretended: a headless browser has none."""
    browser.cdp("Page.addScriptToEvaluateOnNewDocument", source=VOICES_OF_A_DEVICE)
    browser.open("nl@kind")
    browser.ask("mag mijn juf mij wegen")
    assert browser.run("return spokenLines") == []
    button = browser.all("#log .tools button")[-4]
    assert button.text == "Lees voor"
    browser.press(button)
    lines = browser.run("return spokenLines")
    assert {(name, lang) for name, lang, _ in lines} == {("device", "nl-NL")}
    text = " ".join(line for *_, line in lines)
    assert "0 8 0 0 - 0 4 3 2" in text
    assert "Kopieer" not in text
    browser.press(button)
    assert browser.run("return spokenLines") == []
    assert button.get_attribute("aria-pressed") == "false"
    browser.press(browser.find("#voices [data-voice='en@kind']"))
    browser.wait(lambda: browser.find("html").get_attribute("lang") == "en" and browser.at_rest())
    assert not browser.all("#log .tools button")[-4].is_displayed(), "no English voice on this device"


def test_deleting_forgets_and_begins_anew(browser: Browser, site: Site) -> None:
    browser.open()
    known = site.open_conversations()
    browser.ask("ik ben 10")
    assert site.open_conversations() == known + 1
    browser.press(browser.find("#delete"))
    browser.wait(lambda: not browser.all("#log .you"))
    assert site.open_conversations() == known
    assert browser.find("#log .told").is_displayed()
    assert len(browser.said()) == 1


def test_deleting_before_the_first_answer_forgets_it_too(browser: Browser, site: Site) -> None:
    browser.open()
    known = site.open_conversations()
    browser.slow()
    browser.find("#input").send_keys("ik ben 10", Keys.ENTER)
    browser.wait(lambda: "schrijft" in browser.find("#status").text)
    browser.press(browser.find("#delete"))
    browser.wait(lambda: not browser.all("#log .you"))
    browser.pause(4)
    assert site.open_conversations() == known
    assert len(browser.said()) == 1


def test_without_a_connection_the_numbers_stay_and_words_come_back(browser: Browser) -> None:
    browser.open()
    browser.ask("hoi")
    browser.offline()
    browser.find("#input").send_keys("mag mijn baas mij ontslaan", Keys.ENTER)
    browser.wait(lambda: browser.find("#offline").is_displayed() and browser.at_rest())
    calls = [call.get_attribute("href") for call in browser.all("#offline a")]
    assert calls == ["tel:112", "tel:113", "tel:08000188", "tel:08000432"]
    assert browser.find("#input").get_attribute("value") == "mag mijn baas mij ontslaan"
    browser.offline(False)
    browser.wait(lambda: not browser.find("#offline").is_displayed())
    browser.answer_to(lambda: browser.find("#input").send_keys(Keys.ENTER))


FAILING = """
const real = window.fetch;
window.asked = 0;
window.fetch = (...request) => {
  window.asked += 1;
  return window.asked <= %d ? Promise.resolve(new Response("{}", {status: 503})) : real(...request);
};
"""


def test_a_service_that_is_away_for_a_moment_is_asked_once_more(browser: Browser) -> None:
    browser.cdp("Page.addScriptToEvaluateOnNewDocument", source=FAILING % 1)
    browser.open()
    browser.ask("hoi")
    assert browser.run("return asked") == 2
    assert not browser.all("#log .trouble")


LOSING = """
const real = window.fetch;
window.lost = 0;
window.fetch = async (...request) => {
  const reply = await real(...request);
  return window.losing && !window.lost++ ? new Response("{}", {status: 503}) : reply;
};
"""


def test_an_answer_that_is_lost_on_its_way_takes_no_second_step(browser: Browser) -> None:
    browser.cdp("Page.addScriptToEvaluateOnNewDocument", source=LOSING)
    browser.open()
    browser.ask("stappenplan te lange dagen")
    browser.run("window.losing = true")
    browser.ask("volgende")
    assert browser.run("return lost") == 2
    assert "Stap 1 van" in browser.all("#log .turn")[-1].text


def test_a_service_that_stays_away_says_so_and_gives_the_words_and_choices_back(browser: Browser) -> None:
    browser.cdp("Page.addScriptToEvaluateOnNewDocument", source=FAILING % 2)
    browser.open()
    browser.find("#input").send_keys("hoi", Keys.ENTER)
    browser.wait(lambda: browser.all("#log .trouble") and browser.at_rest())
    assert browser.run("return asked") == 2
    assert "Bel een nummer" in browser.find("#log .trouble").text
    assert browser.find("#input").get_attribute("value") == "hoi"
    assert browser.all(CHOICES)
    browser.answer_to(lambda: browser.find("#input").send_keys(Keys.ENTER))


def _expire(site: Site) -> None:
    site.app[CONVERSATIONS].store._kept.clear()


def test_a_conversation_that_expired_goes_on(browser: Browser, site: Site) -> None:
    browser.open()
    browser.ask("stappenplan te lange dagen")
    _expire(site)
    answer = browser.answer_to(lambda: browser.press(browser.all(CHOICES)[0]))
    assert "Hoi, ik ben Danswijzer" in answer, "a new conversation does not know the old button"
    assert browser.ask("stappenplan te lange dagen")


def test_a_long_wait_says_so_and_ends(browser: Browser) -> None:
    browser.open()
    browser.slow()
    browser.find("#input").send_keys("hoi", Keys.ENTER)
    browser.wait(lambda: "schrijft" in browser.find("#status").text)
    browser.wait(browser.at_rest)
    assert browser.find("#status").text == ""
    assert len(browser.said()) == 2


def test_a_name_from_right_to_left_keeps_its_order(browser: Browser) -> None:
    browser.open("en")
    browser.ask("ليلى asks for help")
    line = browser.find("#log .you p[dir]")
    assert line.get_attribute("dir") == "auto"
    assert browser.run("return getComputedStyle(arguments[0]).direction", line) == "rtl"
