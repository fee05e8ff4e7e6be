#!/bin/sh
# Makes the example review from the files beside this script:
#
#   sh examples/review/living/build.sh FOLDER
#
# FOLDER must not exist yet. The program is "euthymia" on the path, or what $EUTHYMIA names.
# EUTHYMIA_NOW gives the entries the times of an invented calendar; nobody needs it for a review of
# their own. What two people do is done here by one script, so nothing here is blind.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
program=${EUTHYMIA:-euthymia}
folder=${1:?"name the new folder: sh build.sh FOLDER"}

# Sets the day and hour of the entries that follow: at 2025-03-03T09.
at() {
  EUTHYMIA_NOW=$1:00:00Z
  export EUTHYMIA_NOW
}

# A command on the review, by a person: lb dedupe.
lb() { "$program" review "$@" --review "$folder" --by lb; }
rs() { "$program" review "$@" --review "$folder" --by rs; }
look() { "$program" review "$@" --review "$folder"; }

# Takes a file in and says the name of the import, by which its records are named.
take() {
  lb import "$here/$1" --source "$2" --format csv | sed -n '2s/,.*//p'
}

# Both take the values of a study and judge it; each from a file of their own where there is one.
study() {
  for who in lb rs; do
    $who extract "$1" "$here/values/$1.$who.toml"
    answers=$here/bias/$1.$who.csv
    test -e "$answers" || answers=$here/bias/$1.csv
    $who appraise "$1" --tool rob2 --outcome response --answers "$answers"
  done
}

# --- The protocol
at 2025-02-10T09
"$program" review init "$folder" --by lb \
  --title "Ketamine, esketamine and magnetic stimulation in treatment-resistant depression (invented)"
cp "$here/review.toml" "$folder/review.toml"

# --- The first search: four databases, a register, and the reference lists
at 2025-03-03T09
strategies=$here/../../strategies
lb source pubmed-2025 --database MEDLINE --platform PubMed --searched 2025-03-03 \
  --strategy "$strategies/pubmed.txt" --hits 14
lb source embase-2025 --database Embase --platform embase.com --searched 2025-03-03 \
  --strategy "$strategies/embase.txt" --hits 15
lb source psycinfo-2025 --database "APA PsycInfo" --platform Ovid --searched 2025-03-03 \
  --strategy "$strategies/psycinfo-ovid.txt" --hits 10
lb source central-2025 --database "Cochrane CENTRAL" --platform "Cochrane Library" \
  --searched 2025-03-03 --strategy "$strategies/cochrane.txt" --hits 6
lb source register-2025 --database ClinicalTrials.gov --kind register --searched 2025-03-03 --hits 2
lb source citations-2025 --database "reference lists" --kind citation_searching --searched 2025-03-12

at 2025-03-03T10
pubmed=$(take search-2025/pubmed.nbib pubmed-2025)
embase=$(take search-2025/embase.ris embase-2025)
psycinfo=$(take search-2025/psycinfo.ris psycinfo-2025)
central=$(take search-2025/central.ris central-2025)
register=$(take search-2025/registry.json register-2025)
at 2025-03-12T09
citations=$(take search-2025/citations.ris citations-2025)

at 2025-03-12T10
lb dedupe
lb remove "$embase-15" --reason "Front matter of a supplement"

# --- Titles and abstracts: a pilot of eight, then all, each alone
at 2025-03-13T09
lb pilot 8 --seed 1
at 2025-03-14T09
lb decide --batch "$here/decisions/titles-2025.lb.csv"
at 2025-03-14T15
rs decide --batch "$here/decisions/titles-2025.rs.csv"
look agreement --round pilot-1
look agreement
at 2025-03-17T09
lb settle "$pubmed-10" include --with rs
lb settle "$central-6" exclude --with rs

# --- Full texts: two are here, two cannot be had
at 2025-03-18T09
lb fulltext match "$here/papers-2025"
lb fulltext request "$embase-11" "$citations-1" --from "the library of Nowhere"
at 2025-04-01T09
lb fulltext unavailable "$embase-11" --reason "The authors have no text beyond the abstract"
lb fulltext unavailable "$citations-1" --reason "No library has the volume"
at 2025-04-02T09
lb decide --stage full --batch "$here/decisions/full-texts-2025.lb.csv"
at 2025-04-03T09
rs decide --stage full --batch "$here/decisions/full-texts-2025.rs.csv"
lb settle "$pubmed-8" exclude --reason design --with rs

# --- Six studies and their ten reports
at 2025-04-04T09
lb study lindqvar2016 "$pubmed-1"
lb study marelle2018 "$pubmed-2" "$embase-3" "$pubmed-3"
lb study okonta2019 "$pubmed-4" "$register-1"
lb study petrash2020 "$pubmed-5"
lb study quillane2017 "$pubmed-6" "$citations-3"
lb study rusakov2021 "$pubmed-7"

at 2025-04-07T09
for name in lindqvar2016 marelle2018 okonta2019 petrash2020 quillane2017 rusakov2021; do
  study $name
done
at 2025-04-09T09
lb adjudicate marelle2018 --take lb
lb appraise lindqvar2016 --tool rob2 --outcome response --answers "$here/bias/lindqvar2016.csv" --agree

at 2025-04-10T09
lb answer 24a "Not registered: the review is invented"
lb answer 25 "No support: the review is invented"

# --- A year later: two of the searches run again
at 2026-03-02T09
lb source pubmed-2026 --database MEDLINE --platform PubMed --searched 2026-03-02 \
  --strategy "$strategies/pubmed.txt" --hits 17
lb source embase-2026 --database Embase --platform embase.com --searched 2026-03-02 \
  --strategy "$strategies/embase.txt" --limits "Added since 2025-03-03" --hits 4
pubmed=$(take search-2026/pubmed.nbib pubmed-2026)
take search-2026/embase.ris embase-2026
at 2026-03-02T10
lb dedupe
look status

at 2026-03-03T09
lb decide --batch "$here/decisions/titles-2026.lb.csv"
at 2026-03-03T10
rs decide --batch "$here/decisions/titles-2026.rs.csv"
at 2026-03-04T09
lb fulltext match "$here/papers-2026"
lb decide --stage full --batch "$here/decisions/full-texts-2026.lb.csv"
at 2026-03-05T09
rs decide --stage full --batch "$here/decisions/full-texts-2026.rs.csv"

at 2026-03-06T09
lb study sorrelwood2025 "$pubmed-1"
lb study tavish2025 "$pubmed-2"
study sorrelwood2025
study tavish2025

# --- What came of it
look prisma
look prisma --since 2026-01-01
look moved --since 2026-01-01
