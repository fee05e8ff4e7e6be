//! The seeded generator against a second implementation of ChaCha8.

use euthymia_numerics::random::Random;
use euthymia_testkit::reference::json;

#[test]
fn every_stream_has_the_numbers_of_the_cipher() {
    let file = json("expected/python/chacha8.json");
    let cases = file.get("cases").and_then(|c| c.as_array()).unwrap();
    assert_eq!(cases.len(), 4);
    for case in cases {
        let number = |key: &str| -> u64 { case[key].as_str().unwrap().parse().unwrap() };
        let mut random = Random::new(number("seed"), number("stream"));
        let bits = case["bits"].as_array().unwrap();
        assert_eq!(bits.len(), 40);
        for expected in bits {
            assert_eq!(random.bits().to_string(), expected.as_str().unwrap());
        }
    }
}
