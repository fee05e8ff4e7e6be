"""Term weights and linear models of short invented texts by scikit-learn, for the order of texts.

Run from the folder `reference/`:  python generators/py/screening_sklearn.py
Needs scikit-learn. The models are fitted to the first eight texts and score all of them.
"""

import json
import pathlib
import platform

import numpy
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC
from sklearn.utils.class_weight import compute_sample_weight

TEXTS = [
    "Ketamine infusion for depression that did not respond: a trial",
    "A trial of ketamine infusion and of midazolam in depression",
    "Sleep of rats after a diet: sleep, diet, and sleep again",
    "Diet and weight of rats in a colony",
    "Esketamine spray, a trial in depression",
    "Weight of children in a colony of rats",
    "Music therapy, a trial with students",
    "Students and their sleep: a survey",
    "Infusion of ketamine: a cohort with depression that did respond",
    "A survey of music and of diet with children",
    "Depression, ketamine, ketamine and ketamine again",
    "An empty shelf",
]
LABELS = [1, 1, 0, 0, 1, 0, 0, 0]


def sample_weights(y, ratio):
    """All included texts count `ratio` times as much as all excluded ones; the mean is 1."""
    ones, zeros = sum(y), len(y) - sum(y)
    weights = compute_sample_weight({1: 1.0, 0: ones / (ratio * zeros)}, y=y)
    return weights * (len(y) / sum(weights))


def main():
    pairs = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_df=0.95, min_df=1)
    words = TfidfVectorizer(max_df=0.95, min_df=1)
    y = numpy.array(LABELS)
    x, v = pairs.fit_transform(TEXTS), words.fit_transform(TEXTS)
    count = len(LABELS)
    svm = LinearSVC(loss="squared_hinge", C=0.11, dual=True, tol=1e-12, max_iter=10**7)
    svm.fit(x[:count], y, sample_weight=sample_weights(y, 9.8))
    logistic = LogisticRegression(C=1.0, solver="liblinear", tol=1e-12, max_iter=10**6)
    logistic.fit(x[:count], y, sample_weight=sample_weights(y, 9.8))
    bayes = MultinomialNB(alpha=3.822)
    bayes.fit(v[:count], y, sample_weight=sample_weights(y, 1.2))
    odds = bayes.predict_joint_log_proba(v)
    kept = [(name, [float(x[row, column]) for row in range(len(TEXTS))])
            for name, column in sorted(pairs.vocabulary_.items())]
    out = {
        "script": "reference/generators/py/screening_sklearn.py",
        "software": f"scikit-learn {sklearn.__version__}, Python {platform.python_version()}",
        "texts": TEXTS,
        "labels": LABELS,
        "weights": [{"term": name, "values": values} for name, values in kept],
        "svm": {"intercept": float(svm.intercept_[0]), "scores": svm.decision_function(x).tolist()},
        "logistic": {"intercept": float(logistic.intercept_[0]),
                     "scores": logistic.decision_function(x).tolist()},
        "nb": {"scores": (odds[:, 1] - odds[:, 0]).tolist()},
    }
    path = pathlib.Path("expected/sklearn/screening.json")
    path.write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
