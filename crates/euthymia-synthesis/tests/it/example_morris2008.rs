//! Morris 2008, Table 5: d_ppc2 of five studies as printed (second hand, see the card of the data).

use euthymia_synthesis::effect::SmallSample;
use euthymia_synthesis::effect::pair_correlation::PairCorrelation;
use euthymia_synthesis::effect::paired::{Occasion, Paired};
use euthymia_synthesis::effect::pre_post_control::{TwoPaired, pooled_before_change};
use euthymia_testkit::assert_close;
use euthymia_testkit::reference::{Row, csv};

fn group(row: &Row, which: &str) -> Paired {
    let occasion = |when: &str| {
        let mean = row.parse(&format!("mean_{when}_{which}"));
        Occasion::new(mean, row.parse(&format!("sd_{when}_{which}"))).unwrap()
    };
    let r = PairCorrelation::given(row.parse("correlation")).unwrap();
    Paired::new(
        occasion("after"),
        occasion("before"),
        row.parse(&format!("n_{which}")),
        r,
    )
    .unwrap()
}

#[test]
fn the_five_studies_as_printed() {
    let mut seen = 0;
    for row in csv("datasets/morris2008.csv").rows() {
        let groups = TwoPaired {
            first: group(&row, "first"),
            second: group(&row, "second"),
        };
        let found = pooled_before_change(&groups, SmallSample::Approximate).unwrap();
        let printed = row.number("printed_d_ppc2");
        assert_close!(
            found.estimate,
            printed,
            "paper_2_digits",
            "study {}",
            row.cell("study")
        );
        seen += 1;
    }
    assert_eq!(seen, 5);
}
