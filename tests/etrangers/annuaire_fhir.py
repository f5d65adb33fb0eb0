"""Lit par fhir.resources (FHIR R4B) chaque ressource servie par l'Annuaire Santé simulé.

    python annuaire_fhir.py < ressources.ndjson

L'entrée a une ressource, un Bundle ou un OperationOutcome par ligne. La sortie est un verdict JSON :
{"lues": {type: nombre}, "erreurs": [{"ligne": n, "type": …, "id": …, "message": …}]}. Le programme finit par 1 s'il
y a une erreur ou si rien n'a été lu. Les ressources d'un Bundle sont lues avec lui et chacune pour elle-même ; les
identifiants, les références et les liens d'un Bundle sont comparés à ce que disent les règles de FHIR.
"""

import collections
import json
import sys

from fhir.resources.R4B import get_fhir_model_class

MODELS = (
    "Bundle",
    "CapabilityStatement",
    "Device",
    "HealthcareService",
    "OperationOutcome",
    "Organization",
    "Practitioner",
    "PractitionerRole",
)


def bundle_rules(bundle):
    """Les règles qu'un modèle ne dit pas : adresses uniques, adresse et ressource d'accord, lien vers soi."""
    urls = [entry["fullUrl"] for entry in bundle.get("entry", [])]
    if len(urls) != len(set(urls)):
        yield "une adresse vient deux fois (règle bdl-7)"
    for entry in bundle.get("entry", []):
        resource = entry["resource"]
        if not entry["fullUrl"].endswith("/{resourceType}/{id}".format(**resource)):
            yield "l'adresse {} n'est pas celle de sa ressource".format(entry["fullUrl"])
    relations = [link["relation"] for link in bundle.get("link", [])]
    if relations.count("self") != 1 or relations.count("next") > 1:
        yield "liens {}".format(relations)


def read(document, counts):
    """Lit un document et ce qu'il contient ; rend les messages d'erreur."""
    kind = document.get("resourceType")
    if kind not in MODELS:
        return [(kind, document.get("id"), "type inattendu")]
    errors = []
    try:
        parsed = get_fhir_model_class(kind).model_validate(document)
        # Ce qui est relu doit être ce qui a été écrit, aux tableaux vides près, que FHIR n'a pas.
        again = json.loads(parsed.model_dump_json())
        written = {name for name, value in document.items() if value != []}
        lost = written - set(again) - {"resourceType"}
        if lost:
            errors.append((kind, document.get("id"), "membres perdus : {}".format(sorted(lost))))
        counts[kind] += 1
    except ValueError as error:
        errors.append((kind, document.get("id"), str(error)[:500]))
    if kind == "Bundle":
        errors.extend((kind, document.get("id"), message) for message in bundle_rules(document))
        for entry in document.get("entry", []):
            errors.extend(read(entry["resource"], counts))
    return errors


def main():
    counts = collections.Counter()
    errors = []
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
        except ValueError as error:
            errors.append({"ligne": number, "type": None, "id": None, "message": str(error)})
            continue
        for kind, identifier, message in read(document, counts):
            errors.append({"ligne": number, "type": kind, "id": identifier, "message": message})
    json.dump({"lues": dict(counts), "erreurs": errors}, sys.stdout, ensure_ascii=False)
    print()
    sys.exit(1 if errors or not counts else 0)


if __name__ == "__main__":
    main()
