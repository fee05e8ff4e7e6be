#!/bin/sh
# Regenerates every computed reference number. Needs R with metafor and metadat
# (Debian: r-cran-metafor r-cran-metadat), and Python 3 with mpmath.
# PYTHON chooses the interpreter: PYTHON=/path/to/python reference/regenerate.sh
# Anything that is not installed is skipped with a message, never silently.
set -eu
cd "$(dirname "$0")"
PYTHON="${PYTHON:-python3}"
status=0

if command -v Rscript >/dev/null 2>&1 && Rscript -e 'library(metafor)' >/dev/null 2>&1; then
    Rscript generators/r/check_datasets.R
    Rscript generators/r/pairwise.R
    Rscript generators/r/escalc.R
    Rscript generators/r/bayes.R
    Rscript generators/r/map_prior.R
    Rscript generators/r/stratified.R
    Rscript generators/r/multilevel.R
    Rscript generators/r/location_scale.R
    Rscript generators/r/network.R
    if Rscript -e 'library(jsonlite)' >/dev/null 2>&1; then
        Rscript generators/r/component.R
    else
        echo "skipped: R's jsonlite is not installed" >&2
        status=1
    fi
    Rscript generators/r/component_published.R
    Rscript generators/r/network_survival.R
    Rscript generators/r/network_absolute.R
    Rscript generators/r/benefit_risk.R
    Rscript generators/r/network_counts.R
    Rscript generators/r/network_counts_random.R
    Rscript generators/r/network_regression.R
    if Rscript -e 'library(Hmisc)' >/dev/null 2>&1; then
        Rscript generators/r/dose.R
    else
        echo "skipped: R's Hmisc is not installed (Debian: r-cran-hmisc)" >&2
        status=1
    fi
    Rscript generators/r/small_study.R
    Rscript generators/r/network_bayes.R
    if Rscript -e 'library(posterior)' >/dev/null 2>&1; then
        Rscript generators/r/chains.R
    else
        echo "skipped: R's posterior is not installed" >&2
        status=1
    fi
    if Rscript -e 'library(clubSandwich)' >/dev/null 2>&1; then
        Rscript generators/r/clusters.R
    else
        echo "skipped: R's clubSandwich is not installed" >&2
        status=1
    fi
    Rscript generators/r/glmm.R
    Rscript generators/r/beta_binomial.R
    Rscript generators/r/tau2.R
    for script in generators/r/cohort_*.R; do
        # These are written to run from the root of the repository.
        if [ -e "$script" ]; then (cd .. && Rscript "reference/$script") || status=1; fi
    done
else
    echo "skipped: R with metafor is not installed" >&2
    status=1
fi

if "$PYTHON" -c 'import mpmath' >/dev/null 2>&1; then
    "$PYTHON" generators/py/special.py
    "$PYTHON" generators/py/pairwise.py
    "$PYTHON" generators/py/olkin_pratt.py
    "$PYTHON" generators/py/stratified.py
    "$PYTHON" generators/py/multilevel.py
    "$PYTHON" generators/py/dose.py
    "$PYTHON" generators/py/conversions.py
    "$PYTHON" generators/py/glmm.py
    "$PYTHON" generators/py/quadratic_form.py
    "$PYTHON" generators/py/tau2_strict.py
    "$PYTHON" generators/py/byhand.py >/dev/null
    "$PYTHON" generators/py/bayes.py
    "$PYTHON" generators/py/noncentral_t.py
    "$PYTHON" generators/py/bayes_t.py
    "$PYTHON" generators/py/cohort_counts.py
else
    echo "skipped: $PYTHON has no mpmath (python3 -m venv v && v/bin/pip install mpmath==1.4.1)" >&2
    status=1
fi

# SciPy may belong to another interpreter than mpmath: SCIPY_PYTHON chooses it.
SCIPY_PYTHON="${SCIPY_PYTHON:-$PYTHON}"
if "$SCIPY_PYTHON" -c 'import scipy' >/dev/null 2>&1; then
    (cd .. && "$SCIPY_PYTHON" reference/generators/py/cohort_scipy.py)
    (cd .. && "$SCIPY_PYTHON" reference/generators/py/pharmacokinetics.py)
else
    echo "skipped: $SCIPY_PYTHON has no scipy (Debian: python3-scipy, SCIPY_PYTHON=/usr/bin/python3)" >&2
    status=1
fi

# Screening: SCREENING_PYTHON chooses an interpreter with irrCAC, statsmodels, krippendorff, buscarpy.
SCREENING_PYTHON="${SCREENING_PYTHON:-$PYTHON}"
if "$SCREENING_PYTHON" -c 'import irrCAC, statsmodels, krippendorff, buscarpy' >/dev/null 2>&1; then
    (cd .. && "$SCREENING_PYTHON" reference/generators/py/agreement.py)
    (cd .. && "$SCREENING_PYTHON" reference/generators/py/stopping.py)
else
    echo "skipped: $SCREENING_PYTHON lacks irrCAC, statsmodels, krippendorff or buscarpy" >&2
    status=1
fi
if command -v Rscript >/dev/null 2>&1 && Rscript -e 'library(psych); library(vcd); library(jsonlite)' >/dev/null 2>&1; then
    (cd .. && Rscript reference/generators/r/agreement.R)
else
    echo "skipped: R's psych, vcd or jsonlite is not installed (Debian: r-cran-psych r-cran-vcd)" >&2
    status=1
fi

# Calendar files: CALENDAR_PYTHON chooses an interpreter with icalendar, NODE_MODULES a folder with ical.js.
CALENDAR_PYTHON="${CALENDAR_PYTHON:-$PYTHON}"
if "$CALENDAR_PYTHON" -c 'import icalendar' >/dev/null 2>&1; then
    "$CALENDAR_PYTHON" generators/py/calendars.py
else
    echo "skipped: $CALENDAR_PYTHON has no icalendar (v/bin/pip install icalendar==7.3.0)" >&2
    status=1
fi
if command -v node >/dev/null 2>&1 && [ -d "${NODE_MODULES:-node_modules}/ical.js" ]; then
    node generators/js/calendars.mjs
else
    echo "skipped: Node or ical.js is not installed (npm install ical.js@2.2.1)" >&2
    status=1
fi

# scikit-learn, too: SKLEARN_PYTHON chooses its interpreter.
SKLEARN_PYTHON="${SKLEARN_PYTHON:-$PYTHON}"
if "$SKLEARN_PYTHON" -c 'import sklearn' >/dev/null 2>&1; then
    "$SKLEARN_PYTHON" generators/py/screening_sklearn.py
else
    echo "skipped: $SKLEARN_PYTHON has no scikit-learn (v/bin/pip install scikit-learn==1.9.1)" >&2
    status=1
fi

# Standard library only (Python 3.11).
for script in clinical_scores suicidality staging trials crosswalks chacha reconstruct threshold; do
    "$PYTHON" "generators/py/$script.py" || status=1
done

"$PYTHON" generators/py/check_agreement.py || status=1
"$PYTHON" generators/py/check_cards.py || status=1
"$PYTHON" generators/py/check_published.py || status=1
exit "$status"
