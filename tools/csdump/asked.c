// SPDX-License-Identifier: GPL-2.0-or-later
/* Asks for lines of VMCOREINFO and remembers them. */
#include <stdlib.h>
#include <string.h>

#include "asked.h"

/* A @value of NULL: there is no such line. */
struct answer {
	struct answer *next;
	char *key;
	char *value;
};

struct asked {
	const struct csd_memory *memory;
	void *priv;
	struct answer *answers;
};

struct asked *asked_new(const struct csd_memory *memory, void *priv)
{
	struct asked *asked = malloc(sizeof(*asked));

	if (asked)
		*asked = (struct asked){ memory, priv, NULL };
	return asked;
}

static void answer_free(struct answer *answer)
{
	free(answer->key);
	free(answer->value);
	free(answer);
}

void asked_free(struct asked *asked)
{
	struct answer *answer;

	if (!asked)
		return;
	while ((answer = asked->answers)) {
		asked->answers = answer->next;
		answer_free(answer);
	}
	free(asked);
}

/* As vmcoreinfo_from_text() has it: it may get printed. */
static void clean(char *value)
{
	for (; *value; value++)
		if (*value < ' ' || *value > '~')
			*value = '?';
}

static struct answer *ask(struct asked *asked, const char *key)
{
	struct answer *answer = calloc(1, sizeof(*answer));

	if (!answer)
		return NULL;
	answer->key = strdup(key);
	if (!answer->key) {
		free(answer);
		return NULL;
	}
	answer->value = asked->memory->vmcoreinfo(asked->priv, key);
	if (answer->value)
		clean(answer->value);
	answer->next = asked->answers;
	asked->answers = answer;
	return answer;
}

const char *asked_value(struct asked *asked, const char *key)
{
	const struct answer *answer = asked->answers;

	while (answer && strcmp(answer->key, key))
		answer = answer->next;
	if (!answer)
		answer = ask(asked, key);
	return answer ? answer->value : NULL;
}
