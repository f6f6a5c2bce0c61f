import { useQueryClient } from "@tanstack/react-query";
import { Link, getRouteApi, useNavigate, useRouter } from "@tanstack/react-router";
import { sessionQuery } from "@/lib/session";
import { LoginForm } from "./LoginForm";
import { SessionFrame, textLink } from "./SessionFrame";

const route = getRouteApi("/login");

export function LoginPage() {
  const { next } = route.useSearch();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  return (
    <SessionFrame
      title="Log in"
      below={
        <>
          New here?{" "}
          <Link to="/register" className={textLink}>
            Create an organization
          </Link>
        </>
      }
    >
      <LoginForm
        aside={
          <Link to="/forgot-password" className={textLink}>
            Forgotten?
          </Link>
        }
        onDone={async (session) => {
          queryClient.setQueryData(sessionQuery.queryKey, session);
          if (next) router.history.push(next);
          else await navigate({ to: "/overview" });
        }}
      />
    </SessionFrame>
  );
}
