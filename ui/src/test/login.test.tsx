import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { LoginForm } from "@/features/session/LoginForm";
import { getCsrfToken, setCsrfToken } from "@/lib/sessionGate";

let answer: () => Response;

beforeEach(() => {
  setCsrfToken(null);
  vi.stubGlobal("fetch", () => Promise.resolve(answer()));
});

async function logIn() {
  await userEvent.type(screen.getByLabelText("E-mail"), "dana@example.com");
  await userEvent.type(screen.getByLabelText("Password"), "a long sentence");
  await userEvent.click(screen.getByRole("button", { name: "Log in" }));
}

describe("logging in", () => {
  test("a wrong password is said in words, and the e-mail stays", async () => {
    const detail = "E-mail or password is wrong.";
    answer = () => Response.json({ status: 401, code: "unauthenticated", detail, fields: [] }, { status: 401 });
    render(<LoginForm onDone={vi.fn()} />);
    await logIn();
    expect(await screen.findByRole("alert")).toHaveTextContent(detail);
    expect(screen.getByLabelText("E-mail")).toHaveValue("dana@example.com");
  });

  test("nothing is sent before both fields are filled", async () => {
    const fetched = vi.fn();
    vi.stubGlobal("fetch", fetched);
    render(<LoginForm onDone={vi.fn()} />);
    await userEvent.click(screen.getByRole("button", { name: "Log in" }));
    expect(await screen.findByText("Enter your password.")).toBeInTheDocument();
    expect(screen.getByLabelText("E-mail")).toBeInvalid();
    expect(fetched).not.toHaveBeenCalled();
  });

  test("the session's token is kept for what changes something", async () => {
    const done = vi.fn();
    answer = () => Response.json({ csrf_token: "token-7", me: { id: "1" } }, { status: 201 });
    render(<LoginForm onDone={done} />);
    await logIn();
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(getCsrfToken()).toBe("token-7");
  });
});
