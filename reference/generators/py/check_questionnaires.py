"""Checks exported questionnaires with programs that are not ours.

    cargo run -p euthymia-fhir --example export_questionnaires -- FOLDER
    python reference/generators/py/check_questionnaires.py FOLDER

Needs Python 3.11, fhirclient (FHIR R4 4.0.1 models) and fhirpathpy, both from PyPI. Each file of FOLDER
is `<pack>.json`. What is expected is read from `instruments/<pack>.toml`, not from the program:

1. fhirclient reads the questionnaire with its strict models and writes the same JSON again;
2. required codes, identifiers and the invariants que-0 to que-12 hold (the models do not check codes);
3. items, ranges, codes and texts are those of the pack, and a restricted pack has neutral texts only;
4. each calculatedExpression, evaluated by fhirpathpy on filled-in forms, is the sum or mean that plain
   arithmetic gives, and empty when an answer is missing; forms without groups give the same.

Prints what was checked; exits with 1 and every finding if anything disagrees.
"""

import json
import random
import re
import sys
import tomllib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from platform import python_version

import fhirpathpy
from fhirclient.models.questionnaire import Questionnaire
from fhirclient.models.questionnaireresponse import QuestionnaireResponse
from fhirpathpy.models import models

PACKS = Path(__file__).resolve().parents[3] / "instruments"
FORMS = 20
SEED = 20261121

STATUS = {"draft", "active", "retired", "unknown"}
TYPES = set(
    "group display question boolean decimal integer date dateTime time string text url choice"
    " open-choice attachment reference quantity".split()
)
OPERATORS = {"exists", "=", "!=", ">", "<", ">=", "<="}
CORE = "http://hl7.org/fhir/StructureDefinition/"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
LOINC = "http://loinc.org"

findings = []
counts = dict.fromkeys(
    ("questionnaires", "items", "options", "totals", "expressions", "evaluations", "coded_scales"), 0
)


def expect(good, where, what):
    if not good:
        findings.append(f"{where}: {what}")


def walk(items):
    for item in items:
        yield item
        yield from walk(item.get("item", []))


def extension(element, url):
    found = [e for e in element.get("extension", []) if e["url"] == url]
    if len(found) > 1:
        findings.append(f"{url} occurs {len(found)} times")
    return found[0] if found else None


def codes(element, system):
    return [c["code"] for c in element.get("code", []) if c["system"] == system]


def strict(model, resource, where):
    """Reads with fhirclient; nothing may be refused, dropped or changed."""
    try:
        again = model(resource, strict=True).as_json()
        expect(again == resource, where, "fhirclient writes it differently")
    except Exception as error:  # every refusal is a finding
        findings.append(f"{where}: fhirclient: {error}")


def invariants(resource, where):
    expect(re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", resource["id"]), where, "id")
    expect(re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", resource["name"]), where, "que-0")
    expect(resource["status"] in STATUS, where, "status")
    items = list(walk(resource["item"]))
    ids = [item["linkId"] for item in items]
    expect(len(ids) == len(set(ids)), where, "que-2")
    for item in items:
        at, kind = f"{where} {item['linkId']}", item["type"]
        expect(kind in TYPES, at, "type")
        expect(kind != "group" or item.get("item"), at, "que-1: empty group")
        expect(kind != "display" or not item.get("item"), at, "que-1: display with items")
        expect(kind != "display" or "code" not in item, at, "que-3")
        expect("answerOption" not in item or "answerValueSet" not in item, at, "que-4")
        expect("answerOption" not in item or kind in ("choice", "integer"), at, "que-5")
        expect(kind != "display" or not {"required", "repeats"} & item.keys(), at, "que-6")
        conditions = item.get("enableWhen", [])
        for condition in conditions:
            expect(condition["operator"] in OPERATORS, at, "operator")
            expect(condition["operator"] != "exists" or "answerBoolean" in condition, at, "que-7")
            expect(condition["question"] in ids, at, "asks for an item that is not there")
        expect("initial" not in item, at, "que-8, que-11: initial")
        expect(kind != "display" or "readOnly" not in item, at, "que-9")
        expect("maxLength" not in item, at, "que-10")
        expect(len(conditions) < 2 or "enableBehavior" in item, at, "que-12")


def ends(item):
    form = {"integer": "valueInteger", "decimal": "valueDecimal"}.get(item["type"])
    pair = [extension(item, CORE + name) for name in ("minValue", "maxValue")]
    return [e[form] if e else None for e in pair]


def against_pack(resource, pack, where):
    questions = resource["item"][0]["item"]
    expect([q["linkId"] for q in questions] == [i["id"] for i in pack["item"]], where, "items")
    restricted = pack["licence"]["wording"] != "shipped"
    for question, item in zip(questions, pack["item"]):
        at = f"{where} {item['id']}"
        neutral = f"Item {item['id']}"
        expect(question["text"] == (neutral if restricted else item["text"]), at, "text")
        expect(not (restricted and "answerOption" in question), at, "options of a restricted scale")
        expect(codes(question, LOINC) == ([item["loinc"]] if "loinc" in item else []), at, "code")
        if question["type"] == "choice":
            found = [
                (
                    extension(option, CORE + "ordinalValue")["valueDecimal"],
                    option["valueCoding"]["display"],
                    option["valueCoding"]["code"],
                )
                for option in question["answerOption"]
            ]
            counts["options"] += len(found)
            wanted = [(o["value"], o["text"], o["loinc"]) for o in item["options"]]
            expect(found == wanted, at, "options")
        elif question["type"] != "boolean":
            expect(ends(question) == [item["minimum"], item["maximum"]], at, "range")
        counts["items"] += 1
    known = pack.get("codes", {})
    panel = codes(resource, LOINC)
    expect(panel == [known["loinc_panel"]] if "loinc_panel" in known else not panel, where, "panel")
    expect(known.get("loinc_total") not in panel, where, "the total's code on the form")
    counts["coded_scales"] += bool(resource.get("code"))


def terms(pack, total):
    if "terms" in total:
        return total["terms"]
    scored = [item["id"] for item in pack["item"] if item.get("scored", True)]
    return [[item] for item in total.get("items", scored)]


def is_plain(pack, total):
    kinds = {item["id"]: item.get("answer", "integer") for item in pack["item"]}
    single = all(len(term) == 1 and kinds[term[0]] == "integer" for term in terms(pack, total))
    return single and "recode" not in total and "rescale" not in total


def answer(question, value):
    if question["type"] == "choice":
        by_number = {
            extension(option, CORE + "ordinalValue")["valueDecimal"]: option["valueCoding"]
            for option in question["answerOption"]
        }
        return {"valueCoding": by_number[value]}
    key = {"boolean": "valueBoolean", "integer": "valueInteger", "decimal": "valueDecimal"}
    return {key[question["type"]]: bool(value) if question["type"] == "boolean" else value}


def filled_in(resource, answers, grouped):
    group = resource["item"][0]
    items = [
        {"linkId": q["linkId"], "answer": [answer(q, answers[q["linkId"]])]}
        for q in group["item"]
        if answers[q["linkId"]] is not None
    ]
    response = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{resource['url']}|{resource['version']}",
        "status": "completed",
    }
    if items:
        response["item"] = [{"linkId": group["linkId"], "item": items}] if grouped else items
    return response


def evaluated(response, compiled):
    counts["evaluations"] += 1
    return compiled(response, {"resource": response})


def check_expression(resource, pack, total, expression, kind, chance, where):
    counted = [term[0] for term in terms(pack, total)]
    expression = fhirpathpy.compile(expression, models["r4"])
    for turn in range(FORMS):
        answers = {i["id"]: chance.randint(i["minimum"], i["maximum"]) for i in pack["item"]}
        if turn == 0:  # all alike: an expression that drops equal answers is found here
            answers = {i["id"]: i["maximum"] for i in pack["item"]}
        response = filled_in(resource, answers, grouped=True)
        if turn < 3:
            strict(QuestionnaireResponse, response, f"{where} filled in")
        right = Fraction(sum(answers[item] for item in counted))
        if total["rule"] == "mean":
            right /= len(counted)
        flat = filled_in(resource, answers, grouped=False)
        for found in (evaluated(response, expression), evaluated(flat, expression)):
            good = len(found) == 1 and abs(Fraction(found[0]) - right) < Fraction(1, 10**12)
            expect(good, where, f"{found} instead of {right}")
            form = int if kind == "integer" else (Decimal, float)
            expect(not good or isinstance(found[0], form), where, f"{found} is not {kind}")
        answers[chance.choice(counted)] = None
        found = evaluated(filled_in(resource, answers, grouped=True), expression)
        expect(found == [], where, f"{found} although an answer is missing")


def check_totals(resource, pack, chance, where):
    groups = resource["item"][1:]
    items = groups[0]["item"] if groups else []
    totals = pack.get("total", [])
    expect([i["linkId"] for i in items] == [f"/total/{t['id']}" for t in totals], where, "totals")
    for item, total in zip(items, totals):
        at = f"{where} {total['id']}"
        counts["totals"] += 1
        expect(item["readOnly"] is True, at, "not read-only")
        expect(ends(item) == [total["minimum"], total["maximum"]], at, "range")
        wanted = pack.get("codes", {}).get("loinc_total") if total.get("primary") else None
        expect(codes(item, LOINC) == ([wanted] if wanted else []), at, "code")
        found = extension(item, CALCULATED)
        expect(bool(found) == is_plain(pack, total), at, "expression where none belongs, or none")
        if found:
            counts["expressions"] += 1
            expression = found["valueExpression"]["expression"]
            check_expression(resource, pack, total, expression, item["type"], chance, at)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    files = sorted(Path(sys.argv[1]).glob("*.json"))
    packs = {path.stem for path in PACKS.glob("*.toml")}
    expect({path.stem for path in files} == packs, "folder", "not one file for each pack")
    chance = random.Random(SEED)
    urls = set()
    for path in files:
        resource = json.loads(path.read_text(encoding="utf-8"))
        pack = tomllib.loads((PACKS / f"{path.stem}.toml").read_text(encoding="utf-8"))
        strict(Questionnaire, resource, path.stem)
        invariants(resource, path.stem)
        against_pack(resource, pack, path.stem)
        check_totals(resource, pack, chance, path.stem)
        urls.add(resource["url"])
        counts["questionnaires"] += 1
    expect(len(urls) == len(files), "folder", "two questionnaires have one url")
    tools = [f"fhirclient {version('fhirclient')}", f"fhirpathpy {version('fhirpathpy')}"]
    tools.append(f"CPython {python_version()}")
    print(f"# generator reference/generators/py/check_questionnaires.py, {', '.join(tools)}")
    print(f"date {date.today().isoformat()}")
    print(f"forms filled in for each expression {FORMS}, seed {SEED}")
    for name, count in counts.items():
        print(f"{name} {count}")
    print(f"findings {len(findings)}")
    for finding in findings:
        print(finding)
    sys.exit(1 if findings or not files else 0)


if __name__ == "__main__":
    main()
