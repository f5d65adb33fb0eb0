# language: fr
@PSC
Fonctionnalité: Ne pas croire une réponse altérée de Pro Santé Connect
  Ce qui revient du navigateur, et les jetons eux-mêmes, ne valent que vérifiés : une réponse qui
  n'est pas celle de la demande n'ouvre rien et ne sert à rien.

  @PSC-06 @negatif @capacite.psc.navigateur @capacite.session.locale
  Plan du Scénario: La réponse n'est pas celle de la demande : <réponse>
    Étant donné un professionnel dont un compte local connaît le RPPS
    Et Pro Santé Connect rend <réponse>
    Quand le professionnel s'identifie avec Pro Santé Connect dans le navigateur
    Alors l'action est refusée et le motif est donné
    Et la session du logiciel est fermée
    Et rien de la réponse altérée n'est employé
    Étant donné que Pro Santé Connect répond de nouveau normalement
    Quand le professionnel s'identifie avec Pro Santé Connect dans le navigateur
    Alors la session du logiciel est ouverte au nom du professionnel

    Exemples:
      | réponse                     |
      | un état altéré              |
      | une réponse sans état       |
      | un nonce altéré             |
      | un jeton sans nonce         |

  @PSC-07 @negatif @capacite.psc.navigateur @capacite.session.locale @capacite.journal.connexions
  Plan du Scénario: Le jeton d'identité n'est pas digne de foi : <jeton>
    Étant donné un professionnel dont un compte local connaît le RPPS
    Et Pro Santé Connect rend <jeton>
    Quand le professionnel s'identifie avec Pro Santé Connect dans le navigateur
    Alors l'action est refusée et le motif est donné
    Et la session du logiciel est fermée
    Et rien de la réponse altérée n'est employé
    Et le journal des connexions garde l'échec et son motif, sans aucun jeton
    Étant donné que Pro Santé Connect répond de nouveau normalement
    Quand le professionnel s'identifie avec Pro Santé Connect dans le navigateur
    Alors la session du logiciel est ouverte au nom du professionnel

    Exemples:
      | jeton                                |
      | un jeton à la signature altérée      |
      | un jeton signé d'une clé inconnue    |
      | un jeton expiré                      |
      | un jeton destiné à un autre logiciel |
      | un jeton d'un autre émetteur         |
      | un jeton sans signature              |
      | un jeton signé avec la clé publique  |
      | les données d'une autre personne     |
