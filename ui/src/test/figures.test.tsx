import { render, screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { sparklinePath } from "@/charts/Sparkline";
import { Delta, judge } from "@/components/Delta";
import { Figure } from "@/components/Figure";
import { SettledMark, settledState } from "@/components/SettledMark";

describe("figures", () => {
  test("zero, not available and a value look different", () => {
    const { container: zero } = render(<Figure value="0" unit="money" currency="USD" />);
    const { container: none } = render(<Figure value={null} unit="money" currency="USD" reason="The column is blank." />);
    expect(zero.textContent).toBe("$0.00");
    expect(none.textContent).toContain("not available. The column is blank.");
    expect(none.querySelector("[title]")).toHaveAttribute("title", "The column is blank.");
  });

  test("a shortened figure tells the exact one on hover", () => {
    render(<Figure value="23559" unit="count" currency={null} />);
    expect(screen.getByTitle("23,559")).toHaveTextContent("23.6");
  });
});

describe("deltas", () => {
  test.each([
    [0.1, "higher", "good"],
    [0.1, "lower", "bad"],
    [-0.1, "lower", "good"],
    [0.1, "neither", "none"],
    [0.0001, "higher", "none"],
  ] as const)("%d where %s is better is %s", (delta, better, judgement) => {
    expect(judge(delta, better)).toBe(judgement);
  });

  test("the judgement is in words too, not by colour alone", () => {
    render(<Delta delta={0.08} better="lower" against="against $12.00" />);
    expect(screen.getByText(/worse/)).toBeInTheDocument();
  });

  test("without a figure before there is no invented change", () => {
    render(<Delta delta={null} better="higher" />);
    expect(screen.getByText("no comparison")).toBeInTheDocument();
  });
});

describe("settled marks", () => {
  test.each([
    [1, "settled"],
    [0.42, "settling"],
    [0, "provisional"],
  ] as const)("a share of %d is %s", (share, state) => {
    expect(settledState(share)).toBe(state);
  });

  test("the mark says its state to who cannot see it", () => {
    render(<SettledMark share={0.42} />);
    expect(screen.getByRole("img", { name: /Settling: 42.0% of this figure is final/ })).toBeInTheDocument();
  });
});

describe("sparklines", () => {
  test("a day without a figure breaks the line instead of falling to zero", () => {
    const path = sparklinePath([1, 2, null, 3]);
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path.match(/L/g)).toHaveLength(1);
  });

  test("nothing known draws nothing", () => {
    expect(sparklinePath([null, null])).toBe("");
  });
});
