import type { Signature } from "../core/git-objects.ts";
import { type Call, type GitHubCore, gitOf, mayIn, stamp } from "./core.ts";
import { type Account, type App, accountOf, allows, GITHUB_ACTIONS, type Team } from "./entities/account.ts";
import { fullName, type Repository } from "./entities/repository.ts";
import { nodeId } from "./entities/state.ts";

/** Where people look at things; nothing in a world answers there. */
export const HTML = "https://github.com";

/** An account as it is embedded everywhere. */
export function accountJson(c: Call, account: Account): object {
  const { login, id, type } = account;
  const url = `${c.get("base")}/users/${login}`;
  return {
    login,
    id,
    node_id: nodeId(type, id),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: "",
    url,
    html_url: `${HTML}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** A user by login; an app's own user where the login is one of an app. */
export function userJson(core: GitHubCore, c: Call, login: string): object {
  const app = [...core.state.apps.values()].find(({ slug }) => login === `${slug}[bot]`);
  const bot: Account = { id: botOf(app), login, type: "Bot", name: login, createdAt: stamp(core) };
  return accountJson(c, accountOf(core.state, login) ?? bot);
}

/** Number of an app's own user: that of GitHub Actions is the same at every GitHub. */
const botOf = (app: App | undefined): number => (app?.id === GITHUB_ACTIONS ? 41898282 : (app?.id ?? 0));

export function teamJson(c: Call, team: Team): object {
  const { id, name, slug, description, privacy, org } = team;
  return {
    id,
    node_id: nodeId("Team", id),
    name,
    slug,
    description,
    privacy,
    notification_setting: "notifications_enabled",
    permission: "pull",
    parent: null,
    url: `${c.get("base")}/organizations/${org}/team/${id}`,
    html_url: `${HTML}/orgs/${org}/teams/${slug}`,
    members_url: `${c.get("base")}/organizations/${org}/team/${id}/members{/member}`,
    repositories_url: `${c.get("base")}/organizations/${org}/team/${id}/repos`,
  };
}

export function appJson(core: GitHubCore, c: Call, { id, slug, name, owner }: App): object {
  return {
    id,
    slug,
    node_id: nodeId("App", id),
    client_id: `Iv1.${id.toString(16).padStart(16, "0")}`,
    owner: userJson(core, c, owner),
    name,
    description: "",
    external_url: `${HTML}/apps/${slug}`,
    html_url: `${HTML}/apps/${slug}`,
    created_at: "2018-07-30T09:30:17Z",
    updated_at: "2018-07-30T09:30:17Z",
    permissions: { checks: "write", contents: "write", metadata: "read", pull_requests: "write", statuses: "write" },
    events: ["check_run", "pull_request", "push"],
  };
}

/** A repository, as every route that embeds one answers it. */
export function repositoryJson(core: GitHubCore, c: Call, repository: Repository): object {
  const { id, name, settings } = repository;
  const owner = accountOf(core.state, repository.owner);
  const full = fullName(repository);
  const url = `${c.get("base")}/repos/${full}`;
  const may = mayIn(core, repository, c.get("actor"));
  const open = [...repository.pulls.values()].filter(({ state }) => state === "open").length;
  return {
    id,
    node_id: nodeId("Repository", id),
    name,
    full_name: full,
    private: settings.private,
    owner: userJson(core, c, repository.owner),
    html_url: `${HTML}/${full}`,
    description: settings.description,
    fork: repository.parent !== undefined,
    url,
    ...templates(url),
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.pushedAt,
    git_url: `git://github.com/${full}.git`,
    ssh_url: `git@github.com:${full}.git`,
    clone_url: `${HTML}/${full}.git`,
    svn_url: `${HTML}/${full}`,
    homepage: settings.homepage,
    size: gitOf(core, repository).data.objects.size,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: settings.has_issues,
    has_projects: settings.has_projects,
    has_downloads: settings.has_downloads,
    has_wiki: settings.has_wiki,
    has_pages: false,
    has_discussions: settings.has_discussions,
    forks_count: 0,
    mirror_url: null,
    archived: settings.archived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: settings.allow_forking,
    is_template: settings.is_template,
    web_commit_signoff_required: settings.web_commit_signoff_required,
    topics: repository.topics,
    visibility: settings.visibility,
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: settings.default_branch,
    permissions: {
      admin: allows(may, "admin"),
      maintain: allows(may, "maintain"),
      push: allows(may, "push"),
      triage: allows(may, "triage"),
      pull: allows(may, "pull"),
    },
    temp_clone_token: "",
    allow_squash_merge: settings.allow_squash_merge,
    allow_merge_commit: settings.allow_merge_commit,
    allow_rebase_merge: settings.allow_rebase_merge,
    allow_auto_merge: settings.allow_auto_merge,
    delete_branch_on_merge: settings.delete_branch_on_merge,
    allow_update_branch: settings.allow_update_branch,
    use_squash_pr_title_as_default: settings.use_squash_pr_title_as_default,
    squash_merge_commit_message: settings.squash_merge_commit_message,
    squash_merge_commit_title: settings.squash_merge_commit_title,
    merge_commit_message: settings.merge_commit_message,
    merge_commit_title: settings.merge_commit_title,
    custom_properties: {},
    ...(owner?.type === "Organization" && { organization: accountJson(c, owner) }),
    security_and_analysis: Object.fromEntries(
      Object.entries(repository.securityAndAnalysis).map(([key, status]) => [key, { status }]),
    ),
    network_count: 0,
    subscribers_count: 0,
  };
}

/** The addresses of what belongs to a repository, as URI templates. */
function templates(url: string): object {
  const paths = {
    archive: "/{archive_format}{/ref}",
    assignees: "/assignees{/user}",
    blobs: "/git/blobs{/sha}",
    branches: "/branches{/branch}",
    collaborators: "/collaborators{/collaborator}",
    comments: "/comments{/number}",
    commits: "/commits{/sha}",
    compare: "/compare/{base}...{head}",
    contents: "/contents/{+path}",
    contributors: "/contributors",
    deployments: "/deployments",
    downloads: "/downloads",
    events: "/events",
    forks: "/forks",
    git_commits: "/git/commits{/sha}",
    git_refs: "/git/refs{/sha}",
    git_tags: "/git/tags{/sha}",
    hooks: "/hooks",
    issue_comment: "/issues/comments{/number}",
    issue_events: "/issues/events{/number}",
    issues: "/issues{/number}",
    keys: "/keys{/key_id}",
    labels: "/labels{/name}",
    languages: "/languages",
    merges: "/merges",
    milestones: "/milestones{/number}",
    notifications: "/notifications{?since,all,participating}",
    pulls: "/pulls{/number}",
    releases: "/releases{/id}",
    stargazers: "/stargazers",
    statuses: "/statuses/{sha}",
    subscribers: "/subscribers",
    subscription: "/subscription",
    tags: "/tags",
    teams: "/teams",
    trees: "/git/trees{/sha}",
  };
  return Object.fromEntries(Object.entries(paths).map(([noun, path]) => [`${noun}_url`, url + path]));
}

/** `2026-11-21T10:00:00Z`. */
const atSecond = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");

export const signatureJson = ({ name, email, seconds }: Signature): object => ({
  name,
  email,
  date: atSecond(seconds),
});

const unsigned = { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };

/** A commit as `git/commits` answers it, and as others embed it. */
export function gitCommitJson(core: GitHubCore, c: Call, repository: Repository, sha: string): object {
  const { tree, parents, author, committer, message } = gitOf(core, repository).commit(sha);
  const url = `${c.get("base")}/repos/${fullName(repository)}/git`;
  return {
    sha,
    node_id: nodeId("Commit", sha),
    url: `${url}/commits/${sha}`,
    html_url: `${HTML}/${fullName(repository)}/commit/${sha}`,
    author: signatureJson(author),
    committer: signatureJson(committer),
    tree: { sha: tree, url: `${url}/trees/${tree}` },
    message,
    parents: parents.map((parent) => ({
      sha: parent,
      url: `${url}/commits/${parent}`,
      html_url: `${HTML}/${fullName(repository)}/commit/${parent}`,
    })),
    verification: unsigned,
  };
}

/** A commit as `commits` lists it, without its files. */
export function commitJson(core: GitHubCore, c: Call, repository: Repository, sha: string): object {
  const { tree, parents, author, committer, message } = gitOf(core, repository).commit(sha);
  const url = `${c.get("base")}/repos/${fullName(repository)}`;
  return {
    sha,
    node_id: nodeId("Commit", sha),
    commit: {
      author: signatureJson(author),
      committer: signatureJson(committer),
      message,
      tree: { sha: tree, url: `${url}/git/trees/${tree}` },
      url: `${url}/git/commits/${sha}`,
      comment_count: 0,
      verification: unsigned,
    },
    url: `${url}/commits/${sha}`,
    html_url: `${HTML}/${fullName(repository)}/commit/${sha}`,
    comments_url: `${url}/commits/${sha}/comments`,
    author: signedBy(core, c, author),
    committer: signedBy(core, c, committer),
    parents: parents.map((parent) => ({
      sha: parent,
      url: `${url}/commits/${parent}`,
      html_url: `${HTML}/${fullName(repository)}/commit/${parent}`,
    })),
  };
}

/** The account whose address a signature has; null for one that GitHub does not know. */
function signedBy({ state }: GitHubCore, c: Call, { email }: Signature): object | null {
  const login = /^\d+\+(.+)@users\.noreply\.github\.com$/.exec(email)?.[1];
  const account = login === undefined ? undefined : accountOf(state, login);
  return account ? accountJson(c, account) : null;
}
